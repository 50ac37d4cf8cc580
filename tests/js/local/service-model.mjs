// The service model that AWS's SDK carries: operations with the shapes of their requests and answers.
import * as sdk from '@aws-sdk/client-cognito-identity-provider';

const OPERATION = 9;
const STRUCTURE = 3;
const [LIST, MAP] = [1, 2];
const [LISTS, MAPS] = [64, 128];

/** A shape without the functions and traits around it. */
function shapeOf(schema) {
  let shape = schema;
  while (typeof shape === 'function' || typeof shape?.[0] === 'function') {
    shape = typeof shape === 'function' ? shape() : shape[0];
  }
  return shape;
}

/** Every operation by its name: `[, , name, , input, output]`. */
const operations = new Map(
  Object.values(sdk)
    .filter((value) => Array.isArray(value) && value[0] === OPERATION)
    .map((operation) => [operation[2], operation]),
);

export const operationNames = [...operations.keys()];

/** What is wrong with an answer's JSON; empty when the model allows it. */
export function complaints(operation, answer) {
  const output = shapeOf(operations.get(operation)[5]);
  return output[2] === 'Unit' || output === 'unit' ? members([], answer, operation) : check(output, answer, operation);
}

function members(names, value, at) {
  return Object.keys(value)
    .filter((name) => !names.includes(name))
    .map((name) => `${at} has ${name}, which the model lacks`);
}

function check(schema, value, at) {
  const shape = shapeOf(schema);
  if (typeof shape === 'number') return simple(shape, value, at);
  const [kind] = shape;
  if (kind === LIST) return list(shape[4], value, at);
  if (kind === MAP) return map(shape[5], value, at);
  if (kind !== STRUCTURE) return kind === 0 ? check(shape[4], value, at) : [`${at}: the model has the kind ${kind}`];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} must be an object`];
  const [, , , , names, shapes, required = 0] = shape;
  const lacking = names.slice(0, required).filter((name) => !(name in value));
  return [
    ...members(names, value, at),
    ...lacking.map((name) => `${at} lacks ${name}`),
    ...names.flatMap((name, index) => (name in value ? check(shapes[index], value[name], `${at}.${name}`) : [])),
  ];
}

function list(item, value, at) {
  if (!Array.isArray(value)) return [`${at} must be a list`];
  return value.flatMap((one, index) => check(item, one, `${at}[${index}]`));
}

function map(item, value, at) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} must be a map`];
  return Object.entries(value).flatMap(([key, one]) => check(item, one, `${at}.${key}`));
}

/** Kinds of values by the SDK's numbers; 64 and 128 make lists and maps of them. */
const SIMPLE = {
  0: ['a text', (value) => typeof value === 'string'],
  1: ['a number', Number.isFinite],
  2: ['true or false', (value) => typeof value === 'boolean'],
  4: ['seconds since 1970', (value) => Number.isFinite(value) && value > 1e9 && value < 1e10],
  15: ['a document', (value) => typeof value === 'object'],
  21: ['Base64', (value) => typeof value === 'string'],
};

function simple(kind, value, at) {
  if (kind >= MAPS) return map(kind - MAPS, value, at);
  if (kind >= LISTS) return list(kind - LISTS, value, at);
  const [name, fits] = SIMPLE[kind] ?? ['of a known kind', () => false];
  return fits(value) ? [] : [`${at} must be ${name}`];
}

/** The structures that an operation's request is made of, each with its members. */
export function inputMembers(operation) {
  const found = new Map();
  const walk = (schema) => {
    const shape = shapeOf(schema);
    if (!Array.isArray(shape)) return;
    if (shape[0] === LIST) walk(shape[4]);
    else if (shape[0] === MAP) walk(shape[5]);
    else if (shape[0] === 0) walk(shape[4]);
    else if (shape[0] === STRUCTURE && !found.has(shape[2])) {
      found.set(shape[2], shape[4]);
      shape[5].forEach(walk);
    }
  };
  walk(operations.get(operation)[4]);
  return found;
}
