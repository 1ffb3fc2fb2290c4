import { createHash } from 'node:crypto';
import { type Digest, digestOf } from '../../src/base/digest.ts';
import { partialNormalForm, promptNormalForm } from '../../src/prompt/digest/normal-form.ts';
import type { PromptId } from '../../src/prompt/prompt.ts';
import type { VersionUpload } from '../../src/registry/registry.ts';
import type { BlobId } from '../../src/release/lockfile/lockfile.ts';

export const id = (text: string) => text as PromptId;

/** A prompt version whose only message is `text`. */
export function promptVersion(
  prompt: string,
  text: string,
  more: { model?: string | null; partials?: readonly VersionUpload[] } = {},
): VersionUpload {
  const { model = 'openai/gpt-4o-mini', partials = [] } = more;
  const content = promptNormalForm(
    {
      template: 'liquid',
      messages: [{ role: 'user', content: text }],
      ...(model !== null && { model }),
      parameters: {},
      tools: [],
      guardrails: [],
    },
    new Map(partials.map((partial) => [partial.id, partial.digest])),
    new Map(),
  );
  return { kind: 'prompt', id: id(prompt), digest: digestOf(content), content };
}

export function partialVersion(partial: string, text: string): VersionUpload {
  const content = partialNormalForm({ template: 'liquid', text }, new Map());
  return { kind: 'partial', id: id(partial), digest: digestOf(content), content };
}

/** A file text with its git blob id. */
export function sourceOf(text: string): { text: string; blob: BlobId } {
  const blob = createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex') as BlobId;
  return { text, blob };
}

export function pins(...versions: readonly { readonly id: PromptId; readonly digest: Digest }[]): Map<PromptId, Digest> {
  return new Map(versions.map((version) => [version.id, version.digest]));
}
