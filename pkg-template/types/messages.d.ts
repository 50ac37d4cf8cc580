/**
 * Texts for people, by error code: a catalogue for each language, and a way to add one's own.
 *
 * A bundler takes the catalogues that are imported, and no other.
 *
 * @packageDocumentation
 */

/**
 * Texts by their keys: a code such as `CodeMismatchException`; a method and a code such as `signIn:NotAuthorizedException`,
 * which goes first; or `kind:` and the kind of an error, for codes without a text. `{reason}` stands for the service's own words.
 */
export type Catalogue = Readonly<Record<string, string>>;

/** English. */
export declare const en: Catalogue;

/** German. */
export declare const de: Catalogue;

/**
 * Makes the function that turns an error into a text. Later catalogues win.
 *
 * The text of an unknown code, and of what is not an `AuthError`, is that of its kind: it never shows what a person cannot use.
 *
 * @example
 * ```ts
 * import { Pool } from 'cognito-identity-wasm';
 * import { en, messages } from 'cognito-identity-wasm/messages';
 *
 * const pool = new Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: '1h57kf5cpq17m0eml12EXAMPLE' });
 * const textOf = messages(en, { 'kind:network': 'You seem to be offline.' });
 * try {
 *   await pool.signIn({ username: 'mia', password: 'wrong horse' });
 * } catch (error) {
 *   console.log(textOf(error, 'signIn')); // The user name or the password is wrong.
 * }
 * ```
 */
export declare function messages(...catalogues: readonly Catalogue[]): (error: unknown, operation?: string) => string;
