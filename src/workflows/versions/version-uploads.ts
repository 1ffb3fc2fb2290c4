import type { Digest } from '../../base/digest.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { guardrailSetNormalForm, partialNormalForm } from '../../prompt/digest/normal-form.ts';
import { versionNormalForm } from '../../prompt/digest/version-normal-form.ts';
import type { Entry, Library } from '../../prompt/library/library.ts';
import type { LibraryVersions } from '../../prompt/library/library-versions.ts';
import type { About, PromptId } from '../../prompt/prompt.ts';
import type { VersionUpload } from '../../registry/registry.ts';
import { storedText } from '../../release/lockfile/blob-id.ts';
import type { BlobId } from '../../release/lockfile/lockfile.ts';

/**
 * Every content of a library that some prompt of it uses, ready to upload but for the blob ids of its files.
 *
 * Named contents come first: the registry refuses a version whose contents it lacks.
 */
export function libraryUploads({ prompts, partials, guardrailSets }: Library, versions: LibraryVersions): UploadDraft[] {
  const used = new Map<PromptId, Digest>();
  const promptDrafts = [...prompts.values()].map((entry) => {
    const version = versions.of(entry.id);
    for (const [id, { digest }] of [...version.partials, ...version.guardrailSets]) used.set(id, digest);
    return draftOf('prompt', entry, version.digest, versionNormalForm(version), entry.content.about);
  });
  const setDrafts = [...guardrailSets.values()].flatMap((entry) => {
    const digest = used.get(entry.id);
    return digest === undefined ? [] : [draftOf('guardrail-set', entry, digest, guardrailSetNormalForm(entry.content))];
  });
  const partialDrafts = [...partials.values()].flatMap((entry) => {
    const digest = used.get(entry.id);
    if (digest === undefined) return [];
    const direct = new Map(entry.partials.map((id) => [id, used.get(id) as Digest]));
    return [draftOf('partial', entry, digest, partialNormalForm(entry.content, direct))];
  });
  return [...setDrafts, ...partialDrafts, ...promptDrafts];
}

/** An upload whose file has no blob id yet: git is asked for all of them at once, and only for what the registry lacks. */
export interface UploadDraft extends Omit<VersionUpload, 'source'> {
  readonly file: { readonly path: string; readonly text: string };
}

/**
 * The upload with the file that it was computed from.
 *
 * The registry keeps a text only under the blob id of exactly that text. A checkout may have turned line ends
 * around: then the text that git has is sent. A text that git filters otherwise stays at home.
 */
export function uploadWith({ file, ...draft }: UploadDraft, blob: BlobId): VersionUpload {
  const text = storedText(blob, file.text);
  return { ...draft, ...(text !== undefined && { source: { text, blob } }) };
}

function draftOf(
  kind: VersionUpload['kind'],
  { id, source }: Entry<unknown>,
  digest: Digest,
  content: JsonObject,
  about?: About,
): UploadDraft {
  return { kind, id, digest, content, file: source, ...(about && { about: aboutOf(about) }) };
}

function aboutOf({ name, description, tags, owners }: About): NonNullable<VersionUpload['about']> {
  return { ...(name !== undefined && { name }), ...(description !== undefined && { description }), tags, owners };
}
