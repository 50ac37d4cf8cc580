// Written by `UPDATE_TYPES=1 cargo test --features server,local typescript` from the types in Rust: change those.

import type { TriggerEvent, TriggerName } from '../../types/local.js';

/**
 * One HTTP request, as the host received it.
 */
export type Request = {
  /**
   * `GET`, `POST` or `OPTIONS`.
   */
  method: string;
  /**
   * The path with its query.
   */
  path: string;
  /**
   * Header names in lower case, and their values.
   */
  headers: Array<[string, string]>;
  /**
   * The body as text.
   */
  body: string;
};

/**
 * One HTTP response for the host to send.
 */
export type Response = {
  /**
   * The HTTP status.
   */
  status: number;
  /**
   * Header names and values.
   */
  headers: Array<[string, string]>;
  /**
   * The body as text.
   */
  body: string;
  /**
   * How long the host waits before it sends: the latency fault.
   */
  delayMs: number;
  /**
   * Whether the host breaks the connection instead of answering: the connection fault.
   */
  drop: boolean;
  /**
   * What the host signs before it sends; empty where the engine signs by itself.
   */
  unsigned: Array<Unsigned>;
};

/**
 * A token in the body of a response that wants its signature.
 */
export type Unsigned = {
  /**
   * Header and claims, as they are signed by RS256.
   */
  text: string;
  /**
   * What stands in the body in place of the signature in base64url.
   */
  mark: string;
};

/**
 * What a request leads to.
 */
export type Outcome = { respond: Response } | { invoke: Invocation } | { fetch: OutgoingRequest };

/**
 * A Lambda trigger for the host to run.
 */
export type Invocation = {
  /**
   * Names the suspended request. A text for the host: its numbers have 53 bits.
   */
  id: string;
  /**
   * The pool whose trigger it is.
   */
  poolId: string;
  /**
   * Its name in LambdaConfig with a small first letter, like `preSignUp`.
   */
  trigger: TriggerName;
  /**
   * The event, in AWS's shape.
   */
  event: TriggerEvent;
};

/**
 * An HTTP request for the host to send, without following redirects.
 */
export type OutgoingRequest = {
  /**
   * Names the suspended request.
   */
  id: string;
  /**
   * `GET` or `POST`.
   */
  method: string;
  /**
   * Absolute.
   */
  url: string;
  /**
   * Header names and values.
   */
  headers: Array<[string, string]>;
  /**
   * Empty for `GET`.
   */
  body: string;
};

/**
 * A pool and its app clients.
 */
export type PoolInfo = {
  /**
   * The pool's id.
   */
  userPoolId: string;
  /**
   * The pool's name.
   */
  name: string;
  /**
   * Its app clients, in configuration order.
   */
  clientIds: Array<string>;
  /**
   * The host names of its domains, where managed login is served.
   */
  domains: Array<string>;
};
