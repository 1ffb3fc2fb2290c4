import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { editPrompt } from '../document/edit/edit-prompt.ts';
import { editYaml } from '../document/edit/edit-yaml.ts';
import { canonicalParameter } from '../document/prompt-file/fold-parameters.ts';
import { readYaml } from '../document/safe-yaml.ts';
import type { LibrarySource } from '../library/library.ts';
import { mergeTexts } from './merge-texts.ts';
import { mergeValues } from './merge-values.ts';
import type { MergeConflict, Preference, Sides } from './value-merge.ts';

/** What became of three texts of one file. */
export type FileMerge =
  /** Ours holds everything that theirs changed. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'merged'; readonly text: string }
  /** Both changed the same place; `text` is what the preferred side gives. */
  | { readonly kind: 'conflict'; readonly conflicts: readonly MergeConflict[]; readonly text: string }
  | { readonly kind: 'unreadable'; readonly side: keyof Sides; readonly message: string };

export interface FilesToMerge extends Sides<string> {
  readonly kind: LibrarySource['kind'];
  /** Names ours in messages. */
  readonly file: string;
}

/**
 * Brings the changes between two texts of a file into a third.
 *
 * Prompts and guardrail sets are merged by what they say: only the values that theirs changed are edited in ours, so
 * that its comments, layout and line ends stay. Partials are texts.
 * @throws Failure `edit-impossible` where a value of ours cannot change without another, through an anchor.
 */
export function mergeFiles({ kind, file, base, ours, theirs }: FilesToMerge, prefer: Preference = 'ours'): FileMerge {
  if (kind === 'partial') return mergePlain({ base, ours, theirs }, prefer);
  const values: { -readonly [Side in keyof Sides]?: Json } = {};
  for (const [side, text] of Object.entries({ base, ours, theirs }) as [keyof Sides, string][]) {
    const { value, diagnostics } = readYaml({ file, text });
    if (!isJsonObject(value)) return { kind: 'unreadable', side, message: diagnostics[0]?.message ?? 'The file is not a mapping.' };
    values[side] = value;
  }
  const spelling = spellingOf(values.ours as JsonObject);
  const sides = {
    base: spelled(values.base as JsonObject, spelling),
    ours: values.ours,
    theirs: spelled(values.theirs as JsonObject, spelling),
  };
  const { edits, conflicts } = mergeValues(sides, [], prefer);
  const edit = kind === 'prompt' ? editPrompt : editYaml;
  const text = edits.length === 0 ? ours : edit({ file, text: ours }, edits);
  if (conflicts.length > 0) return { kind: 'conflict', conflicts, text };
  return text === ours ? { kind: 'unchanged' } : { kind: 'merged', text };
}

/** A byte order mark and the line ends are ours. */
function mergePlain({ base, ours, theirs }: Sides<string>, prefer: Preference): FileMerge {
  const plain = (text: string) => text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const { text, conflicts } = mergeTexts(plain(base), plain(ours), plain(theirs), prefer);
  const mark = ours.startsWith('\uFEFF') ? '\uFEFF' : '';
  const merged = text === plain(ours) ? ours : mark + (ours.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text);
  if (conflicts.length > 0) return { kind: 'conflict', conflicts: conflicts.map((stretch) => ({ path: [], ...stretch })), text: merged };
  return merged === ours ? { kind: 'unchanged' } : { kind: 'merged', text: merged };
}

/** How a file spells its model parameters, by their canonical names. */
function spellingOf({ modelParameters }: JsonObject): ReadonlyMap<string, string> {
  return new Map(isJsonObject(modelParameters) ? Object.keys(modelParameters).map((key) => [canonicalParameter(key), key]) : []);
}

/** The value with its model parameters in another file's spelling: `max_tokens` here and `maxTokens` there are one place. */
function spelled(value: JsonObject, spelling: ReadonlyMap<string, string>): JsonObject {
  if (!isJsonObject(value.modelParameters)) return value;
  const parameters = Object.entries(value.modelParameters).map(([key, member]) => [spelling.get(canonicalParameter(key)) ?? key, member]);
  return { ...value, modelParameters: Object.fromEntries(parameters) };
}
