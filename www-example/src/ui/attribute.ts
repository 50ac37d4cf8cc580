// Attributes of an account under names that people know.
import { field } from './field.js';

const LABELS: Record<string, string> = {
  name: 'Name',
  given_name: 'Given name',
  family_name: 'Family name',
  middle_name: 'Middle name',
  nickname: 'Nickname',
  preferred_username: 'Preferred user name',
  email: 'E-mail',
  phone_number: 'Phone number',
  birthdate: 'Birth date',
  address: 'Address',
  locale: 'Language',
  zoneinfo: 'Time zone',
  website: 'Website',
  picture: 'Picture',
  profile: 'Profile page',
  gender: 'Gender',
};

export function attributeLabel(name: string): string {
  return LABELS[name] ?? name.replace(/^custom:/, '');
}

export function attributeField(name: string, value = '', required = true): HTMLElement {
  const type = name === 'email' ? 'email' : name === 'phone_number' ? 'tel' : 'text';
  return field({ name, label: attributeLabel(name), type, value, required, mark: false });
}
