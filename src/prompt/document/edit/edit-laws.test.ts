import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { realPromptFiles } from '../../../../test/support/real-files.ts';
import { yamlTexts, yamlValues } from '../../../../test/support/yaml-values.ts';
import type { Json, JsonObject } from '../../../base/json/canonical-json.ts';
import { readYaml } from '../safe-yaml.ts';
import { writeYamlFile } from '../write/write-yaml.ts';
import type { ValuePath } from '../yaml/locate.ts';
import { saysTheSame } from './changes-between.ts';
import { type Edit, valueAt, withEdit } from './edit.ts';
import { editPrompt } from './edit-prompt.ts';
import { editYaml } from './edit-yaml.ts';

const files = realPromptFiles();
const reread = (text: string) => readYaml({ file: 'a.yaml', text }).value;

function* pathsIn(value: Json, path: ValuePath = []): Generator<ValuePath> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) yield* pathsIn(member as Json, [...path, Array.isArray(value) ? Number(key) : key]);
}

const leavesIn = (value: Json) => [...pathsIn(value)].filter((path) => typeof valueAt(value, path) !== 'object');

describe.each(files)('$name', ({ name, text }) => {
  const value = reread(text) as Json;
  const { locate } = readYaml({ file: name, text });

  test('one changed value changes its own bytes and no other', () => {
    fc.assert(
      fc.property(fc.constantFrom(...leavesIn(value)), fc.oneof(yamlTexts, fc.integer(), fc.boolean()), (path, next) => {
        const edited = editPrompt({ file: name, text }, [{ kind: 'set', path, value: next }]);
        expect(saysTheSame(reread(edited), withEdit(value, { kind: 'set', path, value: next }))).toBe(true);
        const { start, end } = locate(path);
        expect(edited.startsWith(text.slice(0, start))).toBe(true);
        // A comment behind the value stands behind the mark of a block.
        const isOnLine = !/[|>][-+]?\d?$/m.test(edited.slice(start, start + 4)) && !/^[|>]/.test(text.slice(start, end));
        const rest = text.slice(end);
        expect(edited.endsWith(isOnLine ? rest : rest.replace(/^[^\n]*(?:\n\s*(?=\n|$))*/, ''))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('a key that comes and goes leaves nothing', () => {
    for (const path of pathsIn(value)) {
      const holder = valueAt(value, path);
      if (typeof holder !== 'object' || holder === null || Object.keys(holder).length === 0) continue;
      const place = [...path, Array.isArray(holder) ? holder.length : 'x-new'];
      const kind = Array.isArray(holder) ? 'insert' : 'set';
      const added = editPrompt({ file: name, text }, [{ kind, path: place, value: 'some text' }]);
      expect(added.length).toBeGreaterThan(text.length);
      expect(editPrompt({ file: name, text: added }, [{ kind: 'remove', path: place }])).toBe(text);
    }
  });

  test('writing what is there changes no byte', () => {
    for (const path of pathsIn(value)) {
      expect(editPrompt({ file: name, text }, [{ kind: 'set', path, value: valueAt(value, path) as Json }])).toBe(text);
    }
  });
});

/** Files in the many ways that YAML can be written. */
const sources: fc.Arbitrary<string> = fc
  .tuple(
    yamlValues.filter((value) => Object.keys(value).length > 0),
    fc.constantFrom<(value: JsonObject) => string>(
      (value) => writeYamlFile(value),
      (value) => writeYamlFile(value, { step: 4, listStep: 0, quote: 'single', isOpen: () => true }),
      (value) => JSON.stringify(value),
      (value) => JSON.stringify(value, undefined, 2),
      (value) => stringify(value, { indent: 3, indentSeq: false, singleQuote: true }),
      (value) => stringify(value, { lineWidth: 12, minContentWidth: 1, collectionStyle: 'any' }),
      (value) => writeYamlFile(value).replace(/(?<=^\w+: [\w ]+)$/gm, '  # a comment'),
      (value) => `\uFEFF# above\n\n${writeYamlFile(value).trimEnd()}`,
    ),
  )
  .map(([value, write]) => write(value))
  .filter((text) => reread(text) !== undefined && reread(text) !== null);

/** Any edit of any place of a value, also of one that is not there. */
const editsOf = (value: Json): fc.Arbitrary<Edit> => {
  const paths = [...pathsIn(value)];
  const inner = paths.filter((path) => path.length > 0);
  const lists = paths.filter((path) => Array.isArray(valueAt(value, path)));
  const maps = paths.filter((path) => !Array.isArray(valueAt(value, path)) && typeof valueAt(value, path) === 'object');
  const anything = fc.oneof(yamlTexts, fc.integer(), fc.constant(null), yamlValues, fc.array(yamlTexts, { maxLength: 3 }));
  const choices: fc.Arbitrary<Edit>[] = [
    fc.record({ kind: fc.constant('set' as const), path: fc.constantFrom(...maps).map((path) => [...path, 'new']), value: anything }),
    fc.record({ kind: fc.constant('set' as const), path: fc.constant([]), value: yamlValues }),
  ];
  if (inner.length > 0) {
    choices.push(
      fc.record({ kind: fc.constant('set' as const), path: fc.constantFrom(...inner), value: anything }),
      fc.record({ kind: fc.constant('remove' as const), path: fc.constantFrom(...inner) }),
    );
  }
  if (lists.length > 0) {
    choices.push(
      fc.constantFrom(...lists).chain((path) => {
        const { length } = valueAt(value, path) as Json[];
        const index = fc.nat({ max: length });
        return fc.record({ kind: fc.constant('insert' as const), path: index.map((at) => [...path, at]), value: anything });
      }),
    );
  }
  return fc.oneof(...choices);
};

test('any edit of any file says exactly what it should', () => {
  fc.assert(
    fc.property(
      sources.chain((text) => fc.tuple(fc.constant(text), editsOf(reread(text) as Json))),
      ([text, edit]) => {
        const edited = editYaml({ file: 'a.yaml', text }, [edit]);
        expect(saysTheSame(reread(edited), withEdit(reread(text) as Json, edit))).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
