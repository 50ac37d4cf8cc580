import type { CognitoUserAttribute as Attribute, ICognitoUserAttributeData } from '../../types/dropin.js';
import { classOf, orNothing } from './class.js';

/** An attribute of a person, such as `email`. */
export const CognitoUserAttribute = /*#__PURE__*/ classOf<typeof Attribute, Attribute>(
  'CognitoUserAttribute',
  function (data?: Partial<ICognitoUserAttributeData>) {
    const { Name, Value } = orNothing(data);
    this.Name = Name || '';
    this.Value = Value || '';
  },
  [
    {
      getValue() {
        return this.Value;
      },
      setValue(value: string) {
        this.Value = value;
        return this;
      },
      getName() {
        return this.Name;
      },
      setName(name: string) {
        this.Name = name;
        return this;
      },
      toString() {
        return JSON.stringify(this);
      },
      toJSON() {
        return { Name: this.Name, Value: this.Value };
      },
    },
  ],
);
