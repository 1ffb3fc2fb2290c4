import type { Json } from '../../base/json/canonical-json.ts';
import type { InputSpec } from '../prompt.ts';

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

/** What an input takes, in words: `a text of at most 8000 characters`, `one of "a", "b"`. */
export function describeInput({ type, enum: choices, minLength, maxLength, minimum, maximum, pattern }: InputSpec): string {
  if (Array.isArray(choices)) return `one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`;
  const types =
    type === undefined
      ? 'any value'
      : [type]
          .flat()
          .map((name) => TYPES[name] ?? name)
          .join(' or ');
  const bounds = [
    ...bound(minLength, (least) => `of at least ${least} characters`),
    ...bound(maxLength, (most) => `of at most ${most} characters`),
    ...bound(minimum, (least) => `of at least ${least}`),
    ...bound(maximum, (most) => `of at most ${most}`),
    ...(typeof pattern === 'string' ? [`that matches ${pattern}`] : []),
  ];
  return bounds.length > 0 ? `${types} ${bounds.join(' and ')}` : types;
}

/** How a value of an input is given on the command line. */
export function exampleFlag(name: string, { type, enum: choices }: InputSpec): string {
  const [kind = 'string'] = type === undefined ? [] : [type].flat();
  const [choice] = Array.isArray(choices) ? choices : [];
  const value = choice === undefined ? EXAMPLES[kind] : typeof choice === 'string' ? choice : JSON.stringify(choice);
  return `--var ${name}=${value ?? 'TEXT'}`;
}

const EXAMPLES: Readonly<Record<string, string>> = {
  number: '0.5',
  integer: '1',
  boolean: 'true',
  array: `'["TEXT"]'`,
  object: `'{"key": "TEXT"}'`,
};

function bound(value: Json | undefined, say: (value: number) => string): string[] {
  return typeof value === 'number' ? [say(value)] : [];
}
