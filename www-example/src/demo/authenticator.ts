// A stand-in for the authenticator app of a visitor: it knows the seeded secrets, and those enrolled on this page.

const KEY = 'cognito-example.authenticator';

export class Authenticator {
  readonly #prefix: string;
  readonly #seeded: ReadonlyMap<string, string>;

  constructor(userPoolId: string, seeded: ReadonlyMap<string, string>) {
    this.#prefix = `${userPoolId}/`;
    this.#seeded = seeded;
  }

  add(username: string, secret: string): void {
    localStorage.setItem(KEY, JSON.stringify({ ...this.#enrolled(), [this.#prefix + username]: secret }));
  }

  secretOf(username: string): string | undefined {
    return this.#enrolled()[this.#prefix + username] ?? this.#seeded.get(username);
  }

  #enrolled(): Record<string, string> {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? '{}');
    } catch {
      return {};
    }
  }
}
