// A form as data: both apps draw it, neither knows the protocol behind it.
import type { TotpSecret } from 'cognito-identity-wasm';

export interface Choice {
  value: string;
  label: string;
  hint?: string;
}

export interface Field {
  name: string;
  label: string;
  type?: 'text' | 'password' | 'email' | 'tel';
  autocomplete?: string;
  value?: string | undefined;
  hint?: string;
  optional?: boolean;
  /** Digits out of a message or an authenticator. */
  code?: boolean;
  /** One of several, as radio buttons. */
  choices?: readonly Choice[];
  /** One of several, as a list to open. */
  options?: readonly Choice[];
}

/** What is asked, and what is done with the answer. */
export interface Question<Result> {
  title: string;
  lead?: string | undefined;
  /** What the service said, as it came. */
  facts?: Readonly<Record<string, string>>;
  /** To be shown as a QR code. */
  secret?: TotpSecret;
  fields: readonly Field[];
  /** The word on the button. */
  submit: string;
  danger?: boolean;
  answer(values: Values): Promise<Result>;
}

export type Values = Readonly<Record<string, string>>;

export const codeField: Field = { name: 'code', label: 'Code', autocomplete: 'one-time-code', code: true };

/** People paste codes with spaces around and within; in a password a space counts. */
export function valuesOf(form: HTMLFormElement, fields: readonly Field[]): Values {
  const data = new FormData(form);
  return Object.fromEntries(
    fields.map((field) => {
      const text = String(data.get(field.name) ?? '');
      if (field.type === 'password') return [field.name, text];
      return [field.name, field.code ? text.replace(/\s/g, '') : text.trim()];
    }),
  );
}
