import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { realPromptFiles } from '../../../test/support/real-files.ts';
import { yamlTexts, yamlValues } from '../../../test/support/yaml-values.ts';
import { canonicalJson, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { saysTheSame } from '../document/edit/changes-between.ts';
import { readYaml } from '../document/safe-yaml.ts';
import { writeYamlFile } from '../document/write/write-yaml.ts';
import { mergeFiles } from './merge-files.ts';
import { mergeTexts, sentences } from './merge-texts.ts';
import { mergeValues } from './merge-values.ts';
import { mergedAt } from './value-merge.ts';

const sentenceTexts = fc
  .array(fc.constantFrom('One. ', 'Two! ', 'Three?\n', '\n', 'Four', '五。', 'Six.\n\n'), { maxLength: 8 })
  .map((parts) => parts.join(''));

describe('mergeTexts', () => {
  test('splits a text so that its pieces are the text', () => {
    fc.assert(
      fc.property(fc.oneof(sentenceTexts, fc.string()), (text) => {
        expect(sentences(text).join('')).toBe(text);
      }),
    );
  });

  test('an edit of one side is the merge, and the same edit of both is one', () => {
    fc.assert(
      fc.property(sentenceTexts, sentenceTexts, (base, edited) => {
        for (const [ours, theirs] of [
          [base, edited],
          [edited, base],
          [edited, edited],
        ] as const) {
          expect(mergeTexts(base, ours, theirs)).toEqual({ text: edited, conflicts: [] });
        }
      }),
    );
  });

  test('both sides meet the same conflicts and, without any, the same text', () => {
    fc.assert(
      fc.property(sentenceTexts, sentenceTexts, sentenceTexts, (base, ours, theirs) => {
        const one = mergeTexts(base, ours, theirs);
        const other = mergeTexts(base, theirs, ours);
        expect(other.conflicts).toEqual(one.conflicts.map((found) => ({ ...found, ours: found.theirs, theirs: found.ours })));
        if (one.conflicts.length === 0) expect(other.text).toBe(one.text);
      }),
    );
  });

  test('what either side added is in the merge, and what either removed is not', () => {
    const lines = Array.from({ length: 8 }, (_, index) => `line ${index}\n`);
    const choices = fc.array(fc.constantFrom('keep', 'drop', 'change', 'add'), { minLength: 8, maxLength: 8 });
    const side = (name: string) =>
      choices.map((chosen) =>
        lines.flatMap(
          (line, index) =>
            ({ keep: [line], drop: [], change: [`${name} ${line}`], add: [line, `${name} after ${line}`] })[chosen[index] ?? 'keep'],
        ),
      );
    fc.assert(
      fc.property(side('our'), side('their'), (ours, theirs) => {
        const { text, conflicts } = mergeTexts(lines.join(''), ours.join(''), theirs.join(''));
        if (conflicts.length > 0) return;
        const expected = new Set(
          [...ours, ...theirs].filter((line) => !lines.includes(line) || (ours.includes(line) && theirs.includes(line))),
        );
        expect(new Set(text.match(/.+\n/g))).toEqual(expected);
      }),
    );
  });
});

/** A value and another state of it, some members and items changed. */
const edited = (value: Json, depth = 0): fc.Arbitrary<Json> => {
  if (Array.isArray(value) && depth < 4) {
    const items = (value as readonly Json[]).map((item) =>
      fc.oneof(
        { weight: 3, arbitrary: fc.constant([item]) },
        { weight: 1, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: edited(item, depth + 1).map((next) => [next]) },
        { weight: 1, arbitrary: yamlTexts.map((text) => [item, text]) },
      ),
    );
    return items.length === 0 ? fc.constant(value) : fc.tuple(...items).map((parts) => parts.flat() as Json);
  }
  if (typeof value === 'object' && value !== null && depth < 4) {
    const members = Object.entries(value as JsonObject).map(([key, member]) =>
      fc.oneof(
        { weight: 3, arbitrary: fc.constant([[key, member]]) },
        { weight: 1, arbitrary: fc.constant([]) },
        { weight: 2, arbitrary: edited(member, depth + 1).map((next) => [[key, next]]) },
      ),
    );
    const added = fc.oneof(
      fc.constant([]),
      yamlTexts.map((text) => [['added', text]]),
    );
    return fc.tuple(...members, added).map((parts) => Object.fromEntries(parts.flat() as [string, Json][]));
  }
  return fc.oneof(fc.constant(value), yamlTexts, fc.integer());
};

const threeStates = yamlValues.chain((base) => fc.tuple(fc.constant(base as Json), edited(base), edited(base)));
const mergeOf = (base: Json, ours: Json, theirs: Json) => {
  const { edits, conflicts } = mergeValues({ base, ours, theirs }, [], 'ours');
  return { value: mergedAt(ours, [], edits), conflicts };
};

/** What both sides added to one list stands there in either order. */
const unordered = (value: Json): string => {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(unordered).sort().join(',')}]`;
  if (typeof value !== 'object' || value === null) return canonicalJson(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${key}:${unordered(member as Json)}`)
    .sort()
    .join(',')}}`;
};

describe('mergeValues', () => {
  test('an edit of one side is the merge, and the same edit of both is one', () => {
    fc.assert(
      fc.property(threeStates, ([base, left]) => {
        for (const [ours, theirs] of [
          [base, left],
          [left, base],
          [left, left],
        ] as const) {
          const { value, conflicts } = mergeOf(base, ours, theirs);
          expect(conflicts).toEqual([]);
          expect(saysTheSame(value, left)).toBe(true);
        }
      }),
    );
  });

  test('both sides meet conflicts or neither does, and without any they come to the same', () => {
    fc.assert(
      fc.property(threeStates, ([base, left, right]) => {
        const [one, other] = [mergeOf(base, left, right), mergeOf(base, right, left)];
        expect(other.conflicts.length).toBe(one.conflicts.length);
        if (one.conflicts.length === 0) expect(unordered(one.value)).toBe(unordered(other.value));
      }),
      { numRuns: 300 },
    );
  });

  test('merging once more changes nothing: what is merged is known to be there', () => {
    fc.assert(
      fc.property(threeStates, ([base, left, right]) => {
        const { value, conflicts } = mergeOf(base, left, right);
        if (conflicts.length > 0) return;
        const again = mergeOf(base, value, right);
        expect(again.conflicts).toEqual([]);
        expect(saysTheSame(again.value, value)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe.each(realPromptFiles().slice(0, 12))('mergeFiles on $name', ({ name, text }) => {
  const merge = (base: string, ours: string, theirs: string) => mergeFiles({ kind: 'prompt', file: name, base, ours, theirs });
  const value = readYaml({ file: name, text }).value as JsonObject;

  test('keeps ours byte for byte where they changed nothing, and takes what they say where we did not', () => {
    const rewritten = writeYamlFile({ ...value, tags: ['theirs'] });
    expect(merge(text, `# ours\n${text}`, writeYamlFile(value))).toEqual({ kind: 'unchanged' });
    expect(merge(text, rewritten, text)).toEqual({ kind: 'unchanged' });
    expect(merge(text, rewritten, rewritten)).toEqual({ kind: 'unchanged' });
    const taken = merge(text, text, rewritten);
    expect(taken.kind).toBe('merged');
    if (taken.kind === 'merged')
      expect(saysTheSame(readYaml({ file: name, text: taken.text }).value, { ...value, tags: ['theirs'] })).toBe(true);
  });
});
