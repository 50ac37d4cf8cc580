// Factors under names that people know.
import type { Choice } from '../ui/field.js';

const FACTORS: Record<string, Omit<Choice, 'value'>> = {
  SMS_MFA: { label: 'Code by SMS', hint: 'to your phone' },
  SOFTWARE_TOKEN_MFA: { label: 'Authenticator app', hint: 'six digits that change every 30 seconds' },
  EMAIL_OTP: { label: 'Code by e-mail', hint: 'to your address' },
  SMS_OTP: { label: 'Code by SMS', hint: 'to your phone' },
  PASSWORD: { label: 'Password, over TLS', hint: 'the service sees it' },
  PASSWORD_SRP: { label: 'Password, by SRP', hint: 'it stays on this device' },
  WEB_AUTHN: { label: 'Passkey', hint: 'fingerprint, face or security key' },
};

export function factorChoice(value: string): Choice {
  return { value, label: value, ...FACTORS[value] };
}
