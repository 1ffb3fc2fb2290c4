import { matchesIn } from '../text/matches-in.ts';
import { entropy, isMadeUp } from './made-up.ts';

/** A value that a name next to it says is secret. */
export interface AssignedSecret {
  readonly id: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * A name that ends in what keeps something secret, a sign of assignment, a value; in code, YAML, JSON, shell and headers.
 * Quotes of a JSON inside a JSON are escaped. Every repetition has an upper bound: the time is linear in the text.
 */
export const ASSIGNMENT =
  /(?<name>\b[\w.-]{0,40}?(?:pass(?:word|wd|phrase)|pwd|secret|token|api[_-]?key|access[_-]?key|account[_-]?key|auth[_-]?key|subscription-key|x-api-key|private[_-]?key|credentials?|apikey)\b)\\?["']?[ \t]{0,4}(?:=>|:=|[:=])[ \t]{0,4}(?:(?<quote>\\?["'`])|(?=[^\s"'`]))(?<value>[^\s"'`\\,;<>(){}[\]]{8,200})(?<after>["'`\\,;\s]|$)/gi;

/** A part of every such name: most texts have none, and are not looked through letter by letter. */
const NAMING = /pass|pwd|secret|token|key|credential/i;

/** Connection strings with a password in them; `{0,40}`: the user. */
export const IN_URL = /\b[a-z][a-z0-9+]{1,20}:\/\/[^\s:/@"'`]{0,40}:(?<value>[^\s:/@"'`]{6,120})@[\w.[-]/gi;

/** Providers whose keys have no shape of their own: the name says whose it is. */
const NAMED: readonly { readonly id: string; readonly name: string; readonly owner: RegExp; readonly value: RegExp }[] = [
  { id: 'aws-secret', name: 'an AWS secret access key', owner: /aws|secret[_-]?access[_-]?key/i, value: /^[A-Za-z0-9/+]{40}$/ },
  { id: 'azure-key', name: 'an Azure key', owner: /azure|subscription-key/i, value: /^(?:[0-9a-f]{32}|[A-Za-z0-9]{84})$/ },
  { id: 'mistral', name: 'a Mistral key', owner: /mistral/i, value: /^[A-Za-z0-9]{32}$/ },
  { id: 'cohere', name: 'a Cohere key', owner: /cohere|^co_api/i, value: /^[A-Za-z0-9]{40}$/ },
  { id: 'datadog', name: 'a Datadog key', owner: /datadog|^dd_/i, value: /^[0-9a-f]{32,40}$/ },
];

/** Values whose name says that they are secret, and which look like it: not a word, a reference, or a placeholder. */
export function assignedSecrets(text: string): AssignedSecret[] {
  const assigned = (NAMING.test(text) ? matchesIn(text, ASSIGNMENT) : []).flatMap(({ index, 0: whole, groups = {} }): AssignedSecret[] => {
    const { name = '', value = '', quote, after = '' } = groups;
    const start = index + whole.length - after.length - value.length;
    const kind = kindOf(name, value, quote !== undefined);
    return kind === undefined ? [] : [{ ...kind, start, end: start + value.length }];
  });
  const inUrls = (text.includes('://') ? matchesIn(text, IN_URL) : []).flatMap(({ index, 0: whole, groups = {} }): AssignedSecret[] => {
    const { value = '' } = groups;
    if (isMadeUp(value) || !isPassword(value)) return [];
    const start = index + whole.lastIndexOf(value);
    return [{ id: 'url-password', name: 'a password in an address', start, end: start + value.length }];
  });
  return [...assigned, ...inUrls];
}

function kindOf(name: string, value: string, isQuoted: boolean): Pick<AssignedSecret, 'id' | 'name'> | undefined {
  if (isMadeUp(value) || NO_SECRET.some((shape) => shape.test(value))) return undefined;
  const named = NAMED.find(({ owner, value: shape }) => owner.test(name) && shape.test(value));
  if (named !== undefined) return entropy(value) >= 3 ? { id: named.id, name: named.name } : undefined;
  if (/pass|pwd/i.test(name)) return isPassword(value) ? { id: 'password', name: 'a password' } : undefined;
  return isRandom(value, isQuoted) ? { id: 'assigned', name: 'what looks like a secret' } : undefined;
}

/** Values of such names that are no secret: a digest, a path, an address, a call, a version, a date, a member of something. */
const NO_SECRET: readonly RegExp[] = [
  /^(?:sha\d{1,3}|md5)[:-]/i,
  /^(?:https?|file|git|ssh|arn|urn|projects|secret|vault|op|ref|env):/i,
  /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\)/,
  /^[A-Za-z_]\w{0,40}(?:\.[A-Za-z_]\w{0,40}){1,6}$/,
  /^v?\d{1,4}(?:[.:-]\d{1,4}){1,5}/,
  // The public half of a pair.
  /^pk[-_]/,
];

/** Of three of the four sorts of characters, or long and mixed: what people are told to choose. */
function isPassword(value: string): boolean {
  const sorts = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((sort) => sort.test(value)).length;
  return sorts >= 3 && /[\dA-Z]/.test(value) && entropy(value) >= 2.5 && !/^[A-Z][a-z]+[.!?:]$/.test(value);
}

/** Letters and digits in no order. An unquoted value may be a word of a sentence: it has to be longer. */
function isRandom(value: string, isQuoted: boolean): boolean {
  if (value.length < (isQuoted ? 16 : 20)) return false;
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  if (isWords(value)) return false;
  return entropy(value) >= (/^[0-9a-f-]+$/i.test(value) ? 3 : 3.5);
}

/** Words with a number, as names of models, files and environments are: `gpt-4o-mini-2024-07-18`. */
function isWords(value: string): boolean {
  const parts = value.split(/[-_./:=+]/);
  return parts.every((part) => /^(?:[A-Za-z]{0,16}|[a-z]{0,8}\d{1,4}[a-z]{0,3}|\d{1,8})$/.test(part));
}
