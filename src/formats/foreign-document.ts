import { hasErrors, placeOf } from '../base/diagnostic.ts';
import { Failure } from '../base/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../base/json/canonical-json.ts';
import { readJson } from '../prompt/document/safe-json.ts';
import { readYaml } from '../prompt/document/safe-yaml.ts';
import { sourceText } from '../prompt/document/source-text.ts';
import type { Locator, ValuePath } from '../prompt/document/yaml/locate.ts';
import type { TextPosition } from '../prompt/document/yaml/text-position.ts';
import type { ForeignFile, Loss } from './foreign-format.ts';

/** A JSON or YAML file of another tool while it is read: its value, its places, and what is lost on the way. */
export interface ForeignDocument {
  readonly path: string;
  readonly value: Json;
  /** What was lost so far. */
  readonly losses: readonly Loss[];
  /** Says that nothing is left of the value at a path. */
  drop(path: ValuePath, message: string): void;
  /** Says that the value at a path does not mean quite the same any more. */
  change(path: ValuePath, message: string): void;
  /** Ends the import of this file. @throws Failure `import-refused`, at the value, or at a place in its text */
  refuse(path: ValuePath, message: string, how?: { readonly hint?: string; readonly position?: TextPosition }): never;
}

type Reading = { readonly value: Json } | { readonly problem: Failure };

/** A file is looked at by every format until one knows it, and then read: its value is made once. */
const readings = new WeakMap<ForeignFile, Reading>();

/** The value of a JSON or YAML file, or nothing when it is neither. Never throws. */
export function foreignValue(file: ForeignFile): Json | undefined {
  const reading = readingOf(file);
  return 'value' in reading ? reading.value : undefined;
}

/** Opens a file for reading. @throws Failure `import-refused` at the place where it is neither JSON nor YAML */
export function openDocument(file: ForeignFile): ForeignDocument {
  const reading = readingOf(file);
  if ('problem' in reading) throw reading.problem;
  const losses: Loss[] = [];
  // Only what is lost needs its place, and JSON is YAML to the locator.
  let located: Locator | undefined;
  const places = () => {
    located ??= readYaml({ file: file.path, text: file.text });
    return located;
  };
  const lose = (kind: Loss['kind']) => (path: ValuePath, message: string) =>
    void losses.push({ kind, file: file.path, range: places().locateKey(path), field: fieldText(path), message });
  return {
    path: file.path,
    value: reading.value,
    losses,
    drop: lose('dropped'),
    change: lose('changed'),
    refuse(path, message, { hint, position } = {}) {
      const { line, column } = places().locate(path, position);
      throw new Failure('import-refused', message, { where: { file: file.path, line, column }, ...(hint !== undefined && { hint }) });
    },
  };
}

/** The members of a mapping, each to be taken once. What is null counts as absent. */
export interface Members {
  take(key: string): Json | undefined;
  /** Lists every member that nobody took as dropped. */
  dropRest(message: string): void;
  /** The members that nobody took. */
  rest(): JsonObject;
}

/** Reads a mapping so that no member is overlooked. */
export function membersOf(document: ForeignDocument, path: ValuePath, value: JsonObject): Members {
  const left = new Map(Object.entries(value).filter(([, member]) => member !== null));
  return {
    take(key) {
      const member = left.get(key);
      left.delete(key);
      return member;
    },
    dropRest(message) {
      for (const key of left.keys()) document.drop([...path, key], message);
    },
    rest: () => Object.fromEntries(left),
  };
}

/** The value as a mapping. @throws Failure `import-refused` */
export function requireMapping(document: ForeignDocument, path: ValuePath, value: Json | undefined): JsonObject {
  if (isJsonObject(value)) return value;
  return document.refuse(path, `${path.length === 0 ? 'The file' : fieldText(path)} is not a mapping.`);
}

/** `messages[0].content` */
export function fieldText(path: ValuePath): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

function readingOf(file: ForeignFile): Reading {
  const known = readings.get(file);
  if (known !== undefined) return known;
  const reading = read(file);
  readings.set(file, reading);
  return reading;
}

function read({ path, text }: ForeignFile): Reading {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const looksLikeJson = /^\s*[[{]/.test(body);
  const json = looksLikeJson ? readJson(body) : undefined;
  if (json !== undefined && 'value' in json) return json;
  if (json !== undefined && !/\.ya?ml$/i.test(path)) {
    const { line, column } = sourceText(path, body).range({ start: json.offset, end: json.offset });
    return { problem: new Failure('import-refused', `The file is not JSON: ${json.problem}.`, { where: { file: path, line, column } }) };
  }
  const { value, diagnostics } = readYaml({ file: path, text });
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error === undefined && !hasErrors(diagnostics)) return { value: value ?? null };
  const where = error && placeOf(error);
  return { problem: new Failure('import-refused', error?.message ?? 'The file cannot be read.', { ...(where && { where }) }) };
}
