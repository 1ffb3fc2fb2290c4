import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bearingOn } from './bearing-on.ts';
import type { LibrarySource } from './library.ts';
import { partFindings } from './part-findings.ts';
import { readLibrary } from './read-library.ts';

const SUFFIXES = { prompt: '.prompt.yaml', partial: '.partial.md', 'guardrail-set': '.guardrail.yaml' };

function source(kind: LibrarySource['kind'], id: string, text: string): LibrarySource {
  return { kind, id, path: `prompts/${id}${SUFFIXES[kind]}`, text };
}

const id = fc.constantFrom('a', 'b', 'A', 'x/c', 'x/d', 'nowhere');
/** An own id in the ways that YAML has for one, right and wrong. */
const ownId = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  id.map((own) => `id: ${own}\n`),
  id.map((own) => `"id": ${own}\n`),
  id.map((own) => `"\\x69d": '${own}'\n`),
  id.map((own) => `? id\n: ${own}\n`),
  id.map((own) => `id : ${own} # mine\n`),
);
const text = fc.oneof(
  id.map((other) => `{% render "${other}" %} Hi`),
  fc.constantFrom('Hi', 'Hi {{ name }}', 'Hi {{ other }}', '{% if %}', 'Hi {{ name | nothing }}'),
);
const prompt = fc
  .record({
    own: ownId,
    text,
    uses: fc.option(id.map((set) => `x/${set}`)),
    end: fc.constantFrom('', 'inputs: { name: {} }\n', 'tempo: 1\n'),
  })
  .chain(({ own, text: content, uses, end }) => {
    const guardrails = uses === null ? '' : `guardrails:\n  - uses: ${uses}\n`;
    const block = `${own}messages:\n  - role: user\n    content: '${content}'\n${guardrails}${end}`;
    const indented = block.replaceAll(/^(?=.)/gm, '  ');
    return fc.constantFrom(block, block, block, `# note\n\n${indented}`, block.replaceAll('\n', '\r\n'), `--- # note\n${block}`);
  });
const partial = fc.tuple(fc.constantFrom('', '---\ntemplate: simple\n---\n'), text).map((parts) => parts.join(''));
const set = ownId.map((own) => `${own}checks:\n  - uses: is-json\n`);
const file = fc.oneof(
  fc.tuple(id, prompt).map(([name, content]) => source('prompt', name, content)),
  fc.tuple(id, partial).map(([name, content]) => source('partial', name, content)),
  fc
    .tuple(
      fc.oneof(
        id,
        id.map((name) => `x/${name}`),
      ),
      set,
    )
    .map(([name, content]) => source('guardrail-set', name, content)),
);
const workspace = fc.uniqueArray(file, { selector: ({ path }) => path, maxLength: 9 });

describe('the findings of a part of a tree', () => {
  test('are those of the whole tree about its files', () => {
    fc.assert(
      fc.property(workspace, fc.nat(), (files, mask) => {
        const named = new Set(files.filter((_, index) => (mask >> index) & 1).map(({ path }) => path));
        const about = readLibrary(files).diagnostics.filter(({ file: path }) => named.has(path));
        expect(partFindings(files, (path) => named.has(path))).toEqual(about);
      }),
      { numRuns: 250 },
    );
  });

  test('need no more files than they refer to, and those that may take an id of theirs', () => {
    const hello = 'messages:\n  - role: user\n    content: Hi';
    const files = [
      source('prompt', 'a', `${hello} {% render "x/tone" %}\n`),
      source('prompt', 'b', `${hello}\nmetadata:\n  id: a\n`),
      source('prompt', 'c', `id: A\n${hello}\n`),
      source('partial', 'x/other', 'Hi'),
      source('partial', 'x/tone', 'Hi'),
    ];
    const needed = bearingOn(files, (path) => path === 'prompts/a.prompt.yaml');

    expect(needed.map(({ source: { id: from } }) => from)).toEqual(['a', 'c', 'x/tone']);
  });
});
