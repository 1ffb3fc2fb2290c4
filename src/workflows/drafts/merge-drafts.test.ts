import { describe, expect, test } from 'vitest';
import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { DraftSummary, Source } from '../../registry/registry.ts';
import type { BlobId } from '../../release/lockfile/lockfile.ts';
import { type Tree, treeOf } from '../versions/tree.ts';
import { libraryUploads } from '../versions/version-uploads.ts';
import { mergeDrafts } from './merge-drafts.ts';

const GREET = 'prompts/greet.prompt.yaml';

/** A prompt of two sentences in two messages. */
const text = (first: string, second = 'Be brief.', description = 'Greets.') => `description: ${description}
messages:
  - role: system
    content: ${first}
  - role: user
    content: ${second}
`;

function treeWith(greet: string): Tree {
  return treeOf({ files: [{ kind: 'prompt', path: GREET, id: 'greet', text: greet }], diagnostics: [] });
}

/** A registry that holds a version of every text, as it was stored with the first text that had its content. */
function registryOf(...texts: readonly string[]) {
  const stored = new Map<Digest, { readonly content: Json; readonly source: Source; readonly number: number }>();
  const digestOf = (greet: string): Digest => {
    const { library, versions } = treeWith(greet);
    const [upload] = libraryUploads(library, versions);
    if (upload === undefined) throw new Error('The text is no prompt.');
    const { digest, content } = upload;
    if (!stored.has(digest)) stored.set(digest, { content, source: { text: greet, blob: '' as BlobId }, number: stored.size + 1 });
    return digest;
  };
  for (const each of texts) digestOf(each);
  const found = (digest: Digest) => {
    const version = stored.get(digest);
    if (version === undefined) throw new Failure('not-found', digest);
    return version;
  };
  let time = 0;
  return {
    content: async (digest: Digest) => found(digest).content,
    source: async (digest: Digest) => found(digest).source,
    resolve: async (id: PromptId, reference: { readonly number: number } | { readonly prefix: string }) => {
      const { number } = found('prefix' in reference ? (reference.prefix as Digest) : ('' as Digest));
      return [{ id, digest: '' as Digest, number, kind: 'prompt' as const, createdAt: 0, uploadedBy: { id: 'mia', name: 'Mia' } }];
    },
    draft(parent: string, edited: string): DraftSummary {
      const [from, digest] = [digestOf(parent), digestOf(edited)];
      time += 1;
      const { number } = found(digest);
      return {
        id: 'greet' as PromptId,
        kind: 'prompt',
        digest,
        parent: from,
        number,
        createdAt: time,
        uploadedBy: { id: 'mia', name: 'Mia' },
      };
    },
  };
}

async function merged(tree: string, registry: ReturnType<typeof registryOf>, ...drafts: readonly DraftSummary[]) {
  const { results, changes } = await mergeDrafts(treeWith(tree), drafts, registry);
  return { outcomes: results.map(({ outcome }) => outcome.kind), after: changes[0]?.after ?? tree };
}

describe('an edit of an edit', () => {
  const registry = registryOf(text('Hello.'));
  const first = registry.draft(text('Hello.'), text('Hello there.'));
  const second = registry.draft(text('Hello there.'), text('Good day.'));

  test('of the same words is taken after it', async () => {
    expect(await merged(text('Hello.'), registry, first, second)).toEqual({ outcomes: ['merged', 'merged'], after: text('Good day.') });
  });

  test('that is in the tree brings the first one along', async () => {
    expect(await merged(text('Good day.', 'Be kind.'), registry, first, second)).toMatchObject({ outcomes: ['contained', 'contained'] });
  });

  test('is taken where the tree has the first one', async () => {
    expect(await merged(text('Hello there.'), registry, first, second)).toEqual({
      outcomes: ['contained', 'merged'],
      after: text('Good day.'),
    });
  });

  test('that takes it back leaves nothing to do, whatever the tree says there', async () => {
    const undone = registry.draft(text('Hello there.'), text('Hello.'));
    for (const tree of [text('Hello.'), text('Hi.')]) {
      expect(await merged(tree, registry, first, undone)).toEqual({ outcomes: ['contained', 'contained'], after: tree });
    }
    expect(await merged(text('Hello there.'), registry, first, undone)).toMatchObject({ after: text('Hello.') });
  });
});

test('a draft that another open one brings is not taken for one that the tree holds', async () => {
  const registry = registryOf(text('Hello.'));
  const both = registry.draft(text('Hello.'), text('Good day.', 'Be kind.'));
  const one = registry.draft(text('Hello.'), text('Good day.'));
  expect(await merged(text('Hello.'), registry, both, one)).toMatchObject({ outcomes: ['merged', 'merged'] });
});

test('a draft in the tree is found behind one that was decided against', async () => {
  const registry = registryOf(text('Hello.'));
  const lost = registry.draft(text('Hello.'), text('Hi.'));
  const won = registry.draft(text('Hello.'), text('Good day.'));
  expect(await merged(text('Good day.', 'Be kind.'), registry, lost, won)).toMatchObject({ outcomes: ['conflict', 'contained'] });
});

describe('a description, which no version covers', () => {
  test('that changed in the tree alone is not put back by a draft', async () => {
    const registry = registryOf(text('Hello.'));
    const draft = registry.draft(text('Hello.'), text('Good day.'));
    const tree = text('Hello.', 'Be brief.', 'Greets well.');
    expect(await merged(tree, registry, draft)).toMatchObject({ after: text('Good day.', 'Be brief.', 'Greets well.') });
  });

  test('is not put back by a draft that brings back an old content', async () => {
    const [old, now] = [text('Hello.', 'Be brief.', 'Greets.'), text('Good day.', 'Be brief.', 'Greets well.')];
    const registry = registryOf(old, now);
    const draft = registry.draft(now, old);
    expect(await merged(now, registry, draft)).toMatchObject({ after: text('Hello.', 'Be brief.', 'Greets well.') });
  });
});
