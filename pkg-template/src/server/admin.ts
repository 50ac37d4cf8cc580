// Administrators' commands, signed with the AWS credentials of this server by AWS's own SDK.
import type { Step } from './engine-types.js';
import { peer } from './peers.js';

interface Client {
  send(command: object, options: { abortSignal: AbortSignal }): Promise<Record<string, unknown>>;
}
interface Sdk {
  CognitoIdentityProviderClient: new (options: object) => Client;
  [command: string]: new (input: object) => object;
}

export type AdminCommand = Extract<Step, { step: 'admin' }>;

export class AdminClients {
  readonly #clients = new Map<string, Client>();
  #sdk: Promise<Sdk> | undefined;

  ready(): Promise<Sdk> {
    this.#sdk ??= peer<Sdk>('@aws-sdk/client-cognito-identity-provider', '`admin`').catch((error) => {
      this.#sdk = undefined;
      throw error;
    });
    return this.#sdk;
  }

  /** The answer or the refusal in the form in which the service would have sent it. */
  async run({ command, input, region, endpoint }: AdminCommand, signal: AbortSignal) {
    const sdk = await this.ready();
    const place = `${region} ${endpoint}`;
    let client = this.#clients.get(place);
    if (!client) {
      client = new sdk.CognitoIdentityProviderClient({ region, maxAttempts: 2, ...(endpoint ? { endpoint } : {}) });
      this.#clients.set(place, client);
    }
    const Command = sdk[`${command}Command`];
    if (!Command) throw new TypeError(`The SDK has no ${command}.`);
    try {
      const { $metadata, ...output } = await client.send(new Command(input), { abortSignal: signal });
      return { status: 200, errorType: null, body: JSON.stringify(output, asSent) };
    } catch (error) {
      const { name, message, $metadata } = error as {
        name: string;
        message: string;
        $metadata?: { httpStatusCode?: number };
      };
      if (!$metadata?.httpStatusCode) throw error;
      return { status: $metadata.httpStatusCode, errorType: name, body: JSON.stringify({ __type: name, message }) };
    }
  }
}

/** Times as the service writes them, in seconds: the SDK made dates of them. */
function asSent(this: unknown, key: string, value: unknown): unknown {
  const date = (this as Record<string, unknown>)[key];
  return date instanceof Date ? date.getTime() / 1000 : value;
}
