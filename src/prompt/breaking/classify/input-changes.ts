import { canonicalJson, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { suggest } from '../../../base/text/suggest.ts';
import type { ValuePath } from '../../document/yaml/locate.ts';
import type { InputSpec, PromptId } from '../../prompt.ts';
import { variablesThrough } from '../../template/variables-through.ts';
import type { PromptVersion } from '../../version.ts';
import { type Found, sides } from '../found.ts';
import { schemaViolations } from '../schema/compare-schemas.ts';
import { acceptedSchema } from './accepted-schema.ts';
import { fieldName, fieldPlace } from './field-place.ts';

/**
 * What callers must change in the values that they give (B101–B105).
 *
 * Inputs are contravariant: asking for more breaks callers, asking for less does not. A prompt without `inputs`
 * takes any value for every variable that it uses, and needs each.
 */
export function inputChanges(before: PromptVersion, after: PromptVersion): Found[] {
  const [old, young] = [inputsOf(before), inputsOf(after)];
  const removed = [...old.keys()].filter((name) => !young.has(name));
  const added = [...young.keys()].filter((name) => !old.has(name));
  const renamed = renames(removed, added, old, young);
  const taken = new Set(renamed.values());
  const pairs = [...[...old.keys()].filter((name) => young.has(name)).map((name): [string, string] => [name, name]), ...renamed];
  return [
    ...removed.filter((name) => !renamed.has(name)).map(inputRemoved),
    ...[...renamed].map(([from, to]) => inputRenamed(from, to)),
    ...added.filter((name) => !taken.has(name)).map((name) => inputAdded(name, young.get(name) ?? ANYTHING)),
    ...pairs.flatMap(([from, to]) => specChanges(to, old.get(from) ?? ANYTHING, young.get(to) ?? ANYTHING)),
    ...placeholderChanges(before, after),
  ];
}

/** A variable that is used but not declared: any value will do, and a render without it fails. */
const ANYTHING: InputSpec = { required: true };

function inputsOf({ content, partials }: PromptVersion): ReadonlyMap<string, InputSpec> {
  if (content.inputs !== undefined) return new Map(Object.entries(content.inputs));
  const texts = new Map([...partials].map(([id, { content: partial }]): [PromptId, typeof partial] => [id, partial]));
  const used = content.messages.flatMap((message) => variablesThrough(message.content ?? '', content.template, texts).variables);
  return new Map(used.map(({ name }) => [name, ANYTHING]));
}

/** A new name that looks like an old one, or is declared alike where it is the only one. */
function renames(
  removed: readonly string[],
  added: readonly string[],
  old: ReadonlyMap<string, InputSpec>,
  young: ReadonlyMap<string, InputSpec>,
): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of removed) {
    const free = added.filter((other) => ![...found.values()].includes(other));
    const near = free.find((other) => plain(other) === plain(name)) ?? suggest(name, free);
    const [only] = free;
    const isOnly = removed.length === 1 && free.length === 1 && only !== undefined && isAlike(old.get(name), young.get(only));
    const to = near ?? (isOnly ? only : undefined);
    if (to !== undefined) found.set(name, to);
  }
  return found;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function isAlike(one: InputSpec = ANYTHING, other: InputSpec = ANYTHING): boolean {
  const text = canonicalJson(told(one));
  return text !== canonicalJson(told(ANYTHING)) && text === canonicalJson(told(other));
}

function inputRemoved(name: string): Found {
  return { rule: 'B101', path: ['inputs', name], message: `The input "${name}" is gone.` };
}

function inputRenamed(from: string, to: string): Found {
  const message = `The input "${from}" is gone; "${to}" looks like its new name.`;
  return { rule: 'B102', path: ['inputs', to], message, before: from, after: to };
}

function mustBeGiven({ required, default: value }: InputSpec): boolean {
  return required === true && value === undefined;
}

function inputAdded(name: string, spec: InputSpec): Found {
  const isRequired = mustBeGiven(spec);
  const message = isRequired ? `The input "${name}" is new and required.` : `The optional input "${name}" is new.`;
  return { rule: isRequired ? 'B104' : 'B105', path: ['inputs', name], message };
}

function specChanges(name: string, before: InputSpec, after: InputSpec): Found[] {
  const found = [...requiredChanges(name, before, after), ...valueChanges(name, before, after)];
  const isSame = canonicalJson(told(before)) === canonicalJson(told(after));
  if (found.length > 0 || isSame) return found;
  return [{ rule: 'B105', path: ['inputs', name], message: `The input "${name}" accepts more than before, and all that it accepted.` }];
}

function told({ required = false, default: value = null, ...spec }: InputSpec): JsonObject {
  return { ...valueSchema(spec), required, default: value };
}

function requiredChanges(name: string, before: InputSpec, after: InputSpec): Found[] {
  const path: ValuePath = ['inputs', name, 'default'];
  const [old, young] = [before.default ?? null, after.default ?? null];
  if (before.default !== undefined && after.default === undefined && old !== null) {
    return [{ rule: 'B104', path, message: `The input "${name}" has lost its default ${canonicalJson(old)}.`, ...sides(old, undefined) }];
  }
  if (!mustBeGiven(before) && mustBeGiven(after)) {
    return [{ rule: 'B104', path: ['inputs', name, 'required'], message: `The input "${name}" is now required.` }];
  }
  if (mustBeGiven(before) || canonicalJson(old) === canonicalJson(young)) return [];
  const message = `The default of the input "${name}" is now ${canonicalJson(young)}, not ${canonicalJson(old)}.`;
  return [{ rule: 'B105', path, message, level: 'warn', ...sides(old, young) }];
}

function valueChanges(name: string, before: InputSpec, after: InputSpec): Found[] {
  const [old, young] = [valueSchema(before), valueSchema(after)];
  return schemaViolations(acceptedSchema(old, 'what is checked'), acceptedSchema(young, 'everything')).map(({ kind, at, what }) => {
    const field = fieldName([name, ...at]);
    const message =
      kind === 'unknown'
        ? `It cannot be proved that the input "${field}" accepts all that it accepted: ${what}.`
        : `The input "${field}" no longer accepts ${what}.`;
    return { rule: 'B103', path: ['inputs', name, ...fieldPlace(young, at)], message };
  });
}

function valueSchema({ required: _required, default: _default, description: _description, ...schema }: InputSpec): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter((member): member is [string, Json] => member[1] !== undefined));
}

/** Callers name the placeholders that they fill; an unknown name is refused, an empty one is fine. */
function placeholderChanges(before: PromptVersion, after: PromptVersion): Found[] {
  const names = ({ content }: PromptVersion): Map<string, number> =>
    new Map(content.messages.flatMap(({ role, name = '' }, index) => (role === 'placeholder' ? [[name, index]] : [])));
  const [old, young] = [names(before), names(after)];
  const removed = [...old].filter(([name]) => !young.has(name));
  const added = [...young].filter(([name]) => !old.has(name));
  return [
    ...removed.map(([name, index]): Found => ({ rule: 'B101', path: ['messages', index], message: `The placeholder "${name}" is gone.` })),
    ...added.map(([name, index]): Found => ({ rule: 'B105', path: ['messages', index], message: `The placeholder "${name}" is new.` })),
  ];
}
