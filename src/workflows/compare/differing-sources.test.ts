import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsingOnce } from '../../prompt/library/parse-once.ts';
import type { SourceFile, SourceListing } from '../../workspace/files/source-file.ts';
import { treeOf } from '../versions/tree.ts';
import { diffSides } from './diff.ts';
import { differingSources } from './differing-sources.ts';
import { treeSide } from './sides/tree-side.ts';

const SUFFIXES = { prompt: '.prompt.yaml', partial: '.partial.md', 'guardrail-set': '.guardrail.yaml' } as const;

function listingOf(texts: Readonly<Record<string, string | undefined>>): SourceListing {
  const files = Object.entries(texts).flatMap(([name, text]): SourceFile[] => {
    if (text === undefined) return [];
    const kind = name.startsWith('p') ? 'prompt' : name.startsWith('s') ? 'partial' : 'guardrail-set';
    return [{ kind, path: `prompts/${name}${SUFFIXES[kind]}`, id: name, text }];
  });
  return { files, diagnostics: [] };
}

/** Names of partials as people write them, and as only an escape can. */
const RENDER = { s1: '{% render "s1" %}', s2: "{% render 's2' %}", none: '', escaped: String.raw`{% render \"s\x31\" %}` } as const;

const promptText = fc
  .record({
    word: fc.constantFrom('Hello.', 'Good day.'),
    uses: fc.constantFrom(...Object.values(RENDER)),
    set: fc.constantFrom('', 'guardrails: [{ uses: g/1 }]\n'),
    id: fc.constantFrom('', '', 'id: own\n', 'id: p2\n'),
  })
  .map(({ word, uses, set, id }) => {
    const content = uses.includes('\\') ? `"${word} ${uses}"` : `|-\n      ${word} ${uses}`;
    return `${id}${set}messages:\n  - role: user\n    content: ${content}\n`;
  });
const set = fc.constantFrom('id: g/1\nchecks: [{ uses: max-length, value: 10 }]\n', 'id: g/1\nchecks: [{ uses: max-length, value: 20 }]\n');
const side = fc.record({
  p1: fc.option(promptText, { nil: undefined }),
  p2: promptText,
  p3: promptText,
  s1: fc.option(fc.constantFrom('Be kind.\n', 'Be brief.\n'), { nil: undefined }),
  s2: fc.constantFrom('Be quick.\n', '{% render "s1" %}\n'),
  g1: set,
});
/** A side, and what a later one has otherwise. */
const edited = side
  .chain((before) => fc.tuple(fc.constant(before), fc.subarray(Object.keys(before)), side))
  .map(([before, keys, other]) => {
    const changed = Object.entries(other).filter(([key]) => keys.includes(key));
    return [before, { ...before, ...Object.fromEntries(changed) }] as const;
  });

describe('what differs between two listings', () => {
  test('means the same as the whole of both', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(edited, async (texts) => {
        const [before, after] = texts.map(listingOf) as [SourceListing, SourceListing];
        const narrowed = differingSources(before, after, parsingOnce());
        const diff = ([left, right]: readonly [SourceListing, SourceListing]) =>
          diffSides(treeSide('before', treeOf(left)), treeSide('after', treeOf(right)));
        const [whole, part] = [await diff([before, after]), await diff(narrowed)];
        compared += whole.prompts.length;
        expect([part.prompts, part.shared, part.renamed]).toEqual([whole.prompts, whole.shared, whole.renamed]);
      }),
      { numRuns: 100 },
    );
    expect(compared).toBeGreaterThan(50);
  });

  test('reaches what names a partial by an escape alone', () => {
    const escaped = 'messages:\n  - role: user\n    content: "{% render \\"s\\x31\\" %}"\n';
    const [before, after] = ['Be kind.\n', 'Be brief.\n'].map((s1) => listingOf({ p1: escaped, s1 })) as [SourceListing, SourceListing];
    const [left] = differingSources(before, after, parsingOnce());
    expect(left.files.map(({ id }) => id)).toEqual(['p1', 's1']);
  });

  test('is nothing of two that are equal, and neither is a prompt that shares nothing with what differs', () => {
    const prompt = (text: string) => `messages:\n  - role: user\n    content: |-\n      ${text}\n`;
    const before = listingOf({ p1: prompt('Hello.'), p2: prompt('{% render "s1" %}'), p3: prompt('Bye.'), s1: 'Be kind.\n' });
    const ids = ({ files }: SourceListing) => files.map(({ id }) => id);
    expect(differingSources(before, before, parsingOnce()).map(ids)).toEqual([[], []]);
    const after = listingOf({ p1: prompt('Hello.'), p2: prompt('{% render "s1" %}'), p3: prompt('Bye.'), s1: 'Be brief.\n' });
    expect(differingSources(before, after, parsingOnce()).map(ids)).toEqual([
      ['p2', 's1'],
      ['p2', 's1'],
    ]);
  });
});
