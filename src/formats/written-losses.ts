import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../base/json/canonical-json.ts';
import { promptFileValue } from '../prompt/document/prompt-file-value.ts';
import type { ValuePath } from '../prompt/document/yaml/locate.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { fieldText } from './foreign-document.ts';
import type { ExportedPrompt, ForeignFile, ForeignFormat, ImportedPrompt, Loss } from './foreign-format.ts';
import { promptOfFile } from './prompt-of-file.ts';

/** Why a field comes back otherwise, by its first key, where the format can say better than that it does. */
export type Reasons = Readonly<Record<string, string>>;

/** Mappings and lists that are compared member by member. */
const OPENED: ReadonlySet<string> = new Set(['modelParameters', 'messages', 'metadata', 'inputs']);

/**
 * What is lost between a prompt and the file that was written of it.
 *
 * Not foretold but measured: the file is read again, and every field that comes back otherwise is a loss. So a
 * prompt without losses comes back as the same version.
 */
export function writtenLosses(exported: ExportedPrompt, written: ForeignFile, read: ForeignFormat['read'], reasons: Reasons = {}): Loss[] {
  const { prompt, path } = exported;
  const [imported] = read(written, new Map()).prompts;
  const back = imported && promptOf(imported, prompt);
  const before = meaningOf(prompt);
  const after = back === undefined ? {} : meaningOf(back);
  return Object.keys(before)
    .concat(Object.keys(after).filter((key) => !Object.hasOwn(before, key)))
    .flatMap((key) => differences([key], before[key], after[key]))
    .map(
      (difference): Loss => ({
        kind: difference.kind,
        file: path,
        field: fieldText(difference.at),
        message: reasonFor(difference, exported, reasons),
      }),
    );
}

function promptOf({ file }: ImportedPrompt, { id }: Prompt): Prompt | undefined {
  return promptOfFile(file, id);
}

/** A prompt without what goes without saying. Its id is the name of the file. */
function meaningOf(prompt: Prompt): JsonObject {
  const { id: _, responseFormat, template, inputs, ...file } = promptFileValue(prompt);
  return {
    ...Object.fromEntries(Object.entries(file).filter(([, value]) => !isEmpty(value))),
    ...(isJsonObject(inputs) && !isEmpty(inputs) && { inputs: withSortedKeywords(inputs) }),
    template: template ?? 'liquid',
    ...(responseFormat !== undefined && responseFormat !== 'text' && { responseFormat }),
  };
}

/** The order in which an input says what it is says nothing, unlike the order of members inside its schema. */
function withSortedKeywords(inputs: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, spec]) => [
      name,
      isJsonObject(spec) ? Object.fromEntries(Object.entries(spec).sort(([one], [other]) => (one < other ? -1 : 1))) : spec,
    ]),
  );
}

interface Difference {
  readonly at: ValuePath;
  readonly kind: Loss['kind'];
}

function differences(at: ValuePath, before: Json | undefined, after: Json | undefined): Difference[] {
  if (before === undefined) return after === undefined ? [] : [{ at, kind: 'changed' }];
  if (after === undefined) return [{ at, kind: 'dropped' }];
  if (ordered(before) === ordered(after)) return [];
  const inner = at.length === 1 && OPENED.has(String(at[0]));
  if (inner && isJsonObject(before) && isJsonObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences([...at, key], before[key], after[key]));
  }
  if (inner && Array.isArray(before) && Array.isArray(after)) return listDifferences(at, before, after);
  return [{ at, kind: 'changed' }];
}

/** Goes along both lists; where fewer came back, what is not the next of them was dropped. */
function listDifferences(at: ValuePath, before: readonly Json[], after: readonly Json[]): Difference[] {
  let next = 0;
  const found = before.flatMap((item, index): Difference[] => {
    const other = after[next];
    const isShort = after.length - next < before.length - index;
    const isSame = other !== undefined && ordered(other) === ordered(item);
    if (!isSame && isShort) return [{ at: [...at, index], kind: 'dropped' }];
    next += 1;
    return isSame ? [] : [{ at: [...at, index], kind: 'changed' }];
  });
  return next < after.length ? [...found, { at, kind: 'changed' }] : found;
}

/** Key order counts inside schemas, so it counts here. */
function ordered(value: Json): string {
  return Array.isArray(value) || isJsonObject(value) ? JSON.stringify(value) : canonicalJson(value);
}

function isEmpty(value: Json): boolean {
  return (Array.isArray(value) && value.length === 0) || (isJsonObject(value) && Object.keys(value).length === 0);
}

function reasonFor({ at, kind }: Difference, { prompt }: ExportedPrompt, reasons: Reasons): string {
  const [field, index] = at;
  const text = field === 'messages' && typeof index === 'number' ? prompt.messages[index]?.content : undefined;
  if (text !== undefined && kind === 'changed' && /\{%-?\s*render\s/.test(text)) return 'Its partials are written into the text.';
  const known = reasons[fieldText(at)] ?? reasons[String(field)];
  if (known !== undefined && (field !== 'messages' || kind === 'changed')) return known;
  return kind === 'dropped' ? 'The format has no place for it.' : 'It comes back otherwise.';
}
