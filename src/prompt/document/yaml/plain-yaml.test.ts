import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readYamlTree } from '../safe-yaml.ts';
import { plainYaml } from './plain-yaml.ts';

const MAX_BYTES = 1_048_576;

/** What the whole reader says of a text that the plain one takes. */
function agrees(text: string): void {
  const plain = plainYaml(text, MAX_BYTES);
  if (plain === undefined) return;
  const { value, diagnostics } = readYamlTree({ file: 'a.yaml', text });
  expect({ text, value, diagnostics }).toEqual({ text, value: plain.value, diagnostics: [] });
}

const example = `# A prompt as people write it
name: triage
model: openai/gpt-4o-mini # the small one
modelParameters:
  temperature: 0.2
  maxTokens: 200
inputs:
  ticket: { type: string, description: The message as the customer wrote it }
  tags: { type: array, enum: [a, 'b c', 3], default: "x\\ny" }
messages:
  - role: system
    content: |-
      {% render "shared/tone" %}
      You triage: # no comment

        indented "text"
  - role: user
    content: "{{ ticket }}"
  -   role: assistant
      content: |
        Text.

tools: []
metadata: {}
owners:
- me
- 'it''s you'
empty:
risk: low
`;

const files = ['../../../../fixtures/', '../../../../../shared/corpus/'].flatMap((folder) => {
  const root = new URL(folder, import.meta.url);
  if (!existsSync(root)) return [];
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name));
  return names.map((name) => readFileSync(new URL(name, root), 'utf8'));
});

describe('plain YAML', () => {
  test('takes a prompt as people write it', () => {
    expect(plainYaml(example, MAX_BYTES)?.value).toMatchObject({
      model: 'openai/gpt-4o-mini',
      inputs: { tags: { enum: ['a', 'b c', 3], default: 'x\ny' } },
      messages: [{ content: '{% render "shared/tone" %}\nYou triage: # no comment\n\n  indented "text"' }, {}, { content: 'Text.\n' }],
      owners: ['me', "it's you"],
      empty: null,
    });
    agrees(example);
  });

  test.each(['', '\n\n', '# nothing\n', '  # nothing'])('takes %j for an empty file', (text) => {
    expect(plainYaml(text, MAX_BYTES)).toEqual({ value: null });
    agrees(text);
  });

  test.each([
    ['a date', 'a: 2024-01-01\n'],
    ['an octal look', 'a: 007\n'],
    ['a tag', 'a: !!str 1\n'],
    ['an anchor', 'a: &x 1\n'],
    ['a merge', '<<: { a: 1 }\n'],
    ['a second document', 'a: 1\n---\nb: 2\n'],
    ['a key given twice', 'a: 1\na: 2\n'],
    ['a key that is no text', 'true: 1\n'],
    ['a text cut by a comment', 'a: use #tag\n'],
    ['an unquoted template', 'a: {{ b }}\n'],
    ['a text over two lines', 'a: b\n  c\n'],
    ['a folded text', 'a: >-\n  b\n'],
    ['a text whose first line is space alone', 'a: |-\n \n  - b\n'],
    ['a tab', 'a:\tb\n'],
    ['a carriage return', 'a: b\r\n'],
  ])('leaves %s to the whole reader', (_what, text) => {
    expect(plainYaml(text, MAX_BYTES)).toBeUndefined();
  });

  test('never takes more than the reader may', () => {
    expect(plainYaml(`a: ${'b'.repeat(100)}\n`, 100)).toBeUndefined();
  });

  test('says of the files of the repository, and of the corpus, what the whole reader says', () => {
    for (const text of files) agrees(text);
    expect(files.filter((text) => plainYaml(text, MAX_BYTES)).length).toBeGreaterThan(files.length / 4);
  });

  test('says of any value that is written out what the whole reader says', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(40, 80, 0), (value, lineWidth) => {
        agrees(stringify(value, { lineWidth }));
      }),
      { numRuns: 200 },
    );
  });

  const pieces = fc.oneof(
    fc.constantFrom(
      '\n',
      ' ',
      '  ',
      '- ',
      ': ',
      ':',
      '#',
      ' # ',
      '|',
      '|-',
      '|+',
      '>',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      ',',
      '&a',
      '*a',
      '!!str',
    ),
    fc.constantFrom(
      'a',
      'id',
      'true',
      'null',
      '~',
      '1',
      '-1',
      '0x1',
      '1e3',
      '.5',
      '-0',
      '.inf',
      '---',
      '...',
      '?',
      '? ',
      '%',
      '@',
      '`',
      '\\',
      '\\n',
    ),
    fc.constantFrom(
      '\t',
      '\r',
      '\uFEFF',
      '\u00A0',
      '\u2028',
      '\u0085',
      'é',
      '😀',
      '\uD800',
      '<<: ',
      '__proto__: ',
      '{{ x }}',
      '  b: c\n',
      '- d\n',
    ),
  );

  test('says of a file in which anything was changed what the whole reader says, or nothing', () => {
    const sources = [example, ...files.filter((text) => text.length < 3000 && plainYaml(text, MAX_BYTES))];
    const change = fc.record({ at: fc.nat(), length: fc.nat(3), text: fc.array(pieces, { maxLength: 3 }).map((parts) => parts.join('')) });
    fc.assert(
      fc.property(fc.constantFrom(...sources), fc.array(change, { minLength: 1, maxLength: 3 }), (source, changes) => {
        let text = source;
        for (const { at, length, text: put } of changes) {
          const start = at % (text.length + 1);
          text = text.slice(0, start) + put + text.slice(start + length);
        }
        agrees(text);
      }),
      { numRuns: 700 },
    );
  });

  test('says of lines that are put together at random what the whole reader says, or nothing', () => {
    const line = fc.tuple(
      fc.constantFrom('', '  ', '    ', ' ', '- ', '  - ', '    - '),
      fc.constantFrom(
        'a:',
        'b:',
        'c: 1',
        'd: text',
        'e: |-',
        'f: |',
        'text',
        '# note',
        '- x',
        'g: {h: 1}',
        'i: [j, k]',
        "l: 'm'",
        '',
        'n: "o"',
        'p: q # r',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom('', '\n', '\n\n'), (lines, end) => {
        agrees(lines.map((parts) => parts.join('')).join('\n') + end);
      }),
      { numRuns: 1500 },
    );
  });
});
