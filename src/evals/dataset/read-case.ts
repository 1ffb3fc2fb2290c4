import type { Diagnostic } from '../../base/diagnostic.ts';
import { shortDigest } from '../../base/digest.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { CaseDialogue } from './dialogue/case-dialogue.ts';
import { DIALOGUE_KEYS, type ReadAttachment, readDialogue } from './dialogue/read-dialogue.ts';
import { caseIdOf, type EvalCase } from './eval-case.ts';
import { labelOf, shortened } from './label.ts';
import { datasetError, datasetFinding, type RawRow } from './rows/raw-rows.ts';

const ROW_KEYS = ['id', 'inputs', 'expected', 'tags', 'metadata', 'weight', 'group'] as const;
const RESERVED: ReadonlySet<string> = new Set(ROW_KEYS);
const OWN_KEYS: ReadonlySet<string> = new Set([...ROW_KEYS, ...DIALOGUE_KEYS]);
/** promptfoo's test keys that say something which a suite says elsewhere. */
const PROMPTFOO_KEYS: ReadonlySet<string> = new Set([...OWN_KEYS, 'vars', 'description']);

export interface ReadCase {
  readonly case?: EvalCase;
  /** True when the file gave the id, false when it comes from the content. */
  readonly named: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads one row, in any of the three shapes that datasets have:
 *
 * - ours: `{id?, inputs, expected?, tags?, metadata?, weight?, group?, turns?, toolResults?, maxSteps?, attachments?}`, where any
 *   other key is an error; with `turns` the inputs may be left out;
 * - promptfoo's: `{vars, description?, …}`, where `vars` are the inputs;
 * - flat (GitHub `testData`, CSV): `id expected tags metadata weight group` keep their meaning, every other key is
 *   an input. A column `expected.category` or `metadata.source` is a member of that object.
 */
export function readCase(row: RawRow, attachment?: ReadAttachment): ReadCase {
  const { value, where } = row;
  if (!isJsonObject(value)) return failed(row, 'dataset-row', 'A row is a mapping of inputs, like {"ticket": "…"}.');
  const shaped = shapeOf(value);
  if ('problem' in shaped) return failed(row, 'dataset-row-key', shaped.problem);
  const problem = wrongMember(shaped);
  if (problem !== undefined) return failed(row, 'dataset-row', problem);
  const read = isFlat(value) ? {} : readDialogue(value, attachment);
  if ('problem' in read) return failed(row, 'dataset-row', read.problem);
  const diagnostics = shaped.weight === undefined ? [] : [unusedWeight(row)];
  try {
    return { ...toCase(shaped, read.dialogue, where), diagnostics };
  } catch (error) {
    // Canonical JSON refuses what has no exact value: half of a surrogate pair, a number beyond the range.
    if (error instanceof TypeError) return failed(row, 'dataset-row', `This row has no exact value: ${error.message}.`);
    throw error;
  }
}

/** A row in our shape; the members are not checked yet. */
type Shaped = Readonly<Record<(typeof ROW_KEYS)[number], Json | undefined>> & { readonly description?: Json | undefined };

function shapeOf(value: JsonObject): Shaped | { problem: string } {
  if (isJsonObject(value.inputs)) return strictShape(value, OWN_KEYS, value.inputs, '');
  if (isJsonObject(value.vars)) {
    return strictShape(value, PROMPTFOO_KEYS, value.vars, ' Checks of a promptfoo test become `scorers` of the suite.');
  }
  if (!('inputs' in value) && Array.isArray(value.turns)) return strictShape(value, OWN_KEYS, {}, '');
  if ('inputs' in value) return { problem: '`inputs` must be a mapping of variables.' };
  return flatShape(value);
}

/** A row whose every key but the reserved ones is an input. */
function isFlat(value: JsonObject): boolean {
  return !isJsonObject(value.inputs) && !isJsonObject(value.vars) && !Array.isArray(value.turns);
}

function strictShape(value: JsonObject, known: ReadonlySet<string>, inputs: JsonObject, advice: string): Shaped | { problem: string } {
  const unknown = Object.keys(value).find((key) => !known.has(key));
  if (unknown !== undefined)
    return { problem: `A row with \`inputs\` or \`vars\` has no key "${unknown}".${didYouMean(unknown, known)}${advice}` };
  const { id, expected, tags, metadata, weight, group, description } = value;
  return { id, inputs, expected, tags, metadata, weight, group, description };
}

function flatShape(value: JsonObject): Shaped {
  const inputs: [string, Json][] = [];
  const nested = { expected: [] as [string, Json][], metadata: [] as [string, Json][] };
  for (const [key, member] of Object.entries(value)) {
    const [, parent, name] = /^(expected|metadata)\.(.+)$/.exec(key) ?? [];
    if (parent !== undefined && name !== undefined) nested[parent as 'expected' | 'metadata'].push([name, member]);
    else if (!RESERVED.has(key)) inputs.push([key, member]);
  }
  const { id, tags, weight, group } = value;
  return {
    id,
    inputs: Object.fromEntries(inputs),
    expected: nested.expected.length > 0 ? Object.fromEntries(nested.expected) : value.expected,
    tags: typeof tags === 'string' ? splitTags(tags) : tags,
    metadata: nested.metadata.length > 0 ? Object.fromEntries(nested.metadata) : value.metadata,
    weight: typeof weight === 'string' && weight !== '' ? Number(weight) : weight,
    group,
  };
}

function splitTags(tags: string): string[] {
  return tags
    .split(/[,;|]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}

/** What is wrong with a member, in words; undefined when all fit. An empty text is absent: that is how CSV says nothing. */
function wrongMember({ id, tags, metadata, weight, group }: Shaped): string | undefined {
  if (!isAbsent(id) && typeof id !== 'string' && typeof id !== 'number') return '`id` must be text.';
  if (!isAbsent(tags) && !isTextList(tags)) return '`tags` must be a list of texts.';
  if (!isAbsent(metadata) && !isJsonObject(metadata)) return '`metadata` must be a mapping.';
  if (!isAbsent(weight) && !(typeof weight === 'number' && weight > 0)) return '`weight` must be a number above 0.';
  if (!isAbsent(group) && typeof group !== 'string' && typeof group !== 'number') return '`group` must be text.';
  return undefined;
}

function toCase(shaped: Shaped, dialogue: CaseDialogue | undefined, where: EvalCase['where']): { case: EvalCase; named: boolean } {
  const inputs = shaped.inputs as JsonObject;
  const expected = isAbsent(shaped.expected) ? undefined : shaped.expected;
  const caseId = caseIdOf(inputs, expected, dialogue);
  const named = !isAbsent(shaped.id);
  const id = named ? String(shaped.id) : shortDigest(caseId);
  const said = named ? String(shaped.id) : isAbsent(shaped.description) ? undefined : String(shaped.description);
  const evalCase: EvalCase = {
    caseId,
    id,
    inputs,
    ...(expected === undefined ? {} : { expected }),
    ...(dialogue === undefined ? {} : { dialogue }),
    tags: isTextList(shaped.tags) ? shaped.tags : [],
    ...(isJsonObject(shaped.metadata) ? { metadata: shaped.metadata } : {}),
    ...(typeof shaped.weight === 'number' ? { weight: shaped.weight } : {}),
    ...(isAbsent(shaped.group) ? {} : { group: String(shaped.group) }),
    label: said === undefined ? (labelOf(inputs) ?? labelOf({ turn: dialogue?.turns?.[0]?.content ?? '' }) ?? id) : shortened(said),
    where,
  };
  return { case: evalCase, named };
}

function isAbsent(value: Json | undefined): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

function isTextList(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function unusedWeight({ where }: RawRow): Diagnostic {
  return datasetFinding('warning', where, 'dataset-weight', 'This version counts every case once; `weight` changes no figure.');
}

function failed({ where }: RawRow, rule: string, message: string): ReadCase {
  return { named: false, diagnostics: [datasetError(where, rule, message)] };
}
