// Where denied tokens are kept.

/** What a deny list is told of a token, beside its keys. */
export interface TokenHolder {
  /** Times of the token by names that may be denied up to a time, in seconds since 1970. */
  readonly issued?: Readonly<Record<string, number>> | undefined;
  /** The sign-in that the token comes from. */
  readonly family?: string | null | undefined;
}

/** A denial of everything of a name up to a time. */
export interface DenialBefore {
  /** What has this time or an earlier one is denied; in seconds since 1970. */
  readonly notBefore: number;
  /** How long the denial is kept, in seconds since 1970. */
  readonly until: number;
  /** The sign-in whose tokens stay good. */
  readonly except?: string;
}

/** Where denied tokens are kept. Keys and names are digests and ids, no secrets. */
export interface DenyList {
  /**
   * Whether any of the keys is denied, or any of the names in `holder.issued` up to the time there.
   * A rejection is an outage, which `denyList.onFailure` decides about.
   */
  has(keys: readonly string[], holder?: TokenHolder): Promise<boolean>;
  /** Keeps these keys until then, in seconds since 1970. */
  add(keys: readonly string[], until: number): Promise<void>;
  /** Keeps a denial for a name: a later one takes the place of an earlier one. */
  addBefore(name: string, mark: DenialBefore): Promise<void>;
  /** Whether it can be asked. */
  ready?(): Promise<boolean>;
}

/** Denied tokens in the memory of this process. */
export class MemoryDenyList implements DenyList {
  has(keys: readonly string[], holder?: TokenHolder): Promise<boolean>;
  add(keys: readonly string[], until: number): Promise<void>;
  addBefore(name: string, mark: DenialBefore): Promise<void>;
  ready(): Promise<boolean>;
}
