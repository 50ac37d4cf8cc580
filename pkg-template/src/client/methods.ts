// The table of methods, which the build takes from src/operation/methods.rs: that file says how its lines are read.
import { METHODS } from 'client-methods';

/** `name:kind:wireName`, without the marks around the kind. */
export interface Member {
  readonly name: string;
  readonly kind: string;
  /** What the service calls it. */
  readonly wireName: string;
  /** Whether it is the argument in front of the options. */
  readonly isArgument: boolean;
  readonly isRequired: boolean;
}

export interface Method {
  readonly operation: string;
  readonly traits: string;
  readonly members: readonly Member[];
  /** What the method gives back. */
  readonly shapes: string;
}

let table: Map<string, Method> | undefined;

export function methods(): Map<string, Method> {
  table ??= new Map(
    METHODS.trim()
      .split('\n')
      .map((line) => {
        const [input, shapes = ''] = line.split(' | ') as [string, string?];
        const [name, operation, traits, ...rest] = input.split(' ') as [string, string, string, ...string[]];
        if (/[pm]/.test(traits)) rest.push('clientMetadata:m');
        if (traits.includes('p')) rest.unshift('username:t!', 'userContextData:u');
        return [name, { operation, traits, shapes, members: rest.map(member) }];
      }),
  );
  return table;
}

/** A name with a capital letter: the service's, of a member for which the table has none. */
export const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function member(text: string): Member {
  const [name, marks, wireName] = text.split(':') as [string, string, string?];
  return {
    name,
    wireName: wireName ?? capital(name),
    kind: marks.replace(/[!^]/g, ''),
    isArgument: marks[0] === '^',
    isRequired: marks.endsWith('!'),
  };
}
