import { Failure } from '../../base/failure.ts';
import { markedMessage } from '../../formats/langwatch/sync/version-mark.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { HttpCaller } from '../native/http-caller.ts';
import type { ClosedDraft, DraftClosing, DraftSummary, Registry, VersionSummary } from '../registry.ts';
import { updateRemote } from './endpoints.ts';
import type { KnownVersion } from './read-version.ts';
import { newestOf, type RemotePrompt, type RemotePrompts, readableVersions } from './remote-prompts.ts';
import { uploadVersions } from './upload-versions.ts';

/**
 * Edits made in LangWatch: what its newest version says beyond the newest one that came out of Git.
 *
 * Several saves in a row are one draft, because only their result counts there.
 */
export function editCalls(http: HttpCaller, prompts: RemotePrompts): Pick<Registry, 'drafts' | 'closeDraft'> {
  return {
    async drafts(asked) {
      const found = [...(await prompts.all()).values()]
        .filter(({ id }) => asked === undefined || id === asked)
        .flatMap((prompt) => draftOf(prompt) ?? []);
      return found.sort((left, right) => right.createdAt - left.createdAt);
    },

    async closeDraft(closing) {
      const prompt = (await prompts.all()).get(closing.prompt);
      const edit = prompt && readableVersions(prompt).findLast(({ digest }) => digest === closing.digest);
      if (prompt === undefined || edit === undefined)
        throw new Failure('not-found', `LangWatch has no version of "${closing.prompt}" that is ${closing.digest}.`);
      if (closing.outcome === 'declined') await putBack(http, prompts, prompt, closing);
      else await keepMarked(http, prompts, prompt, edit, closing);
      return closedDraft({ ...summaryOf(prompt.id, edit), parent: closing.parent }, closing);
    },
  };
}

/** A version as a registry lists it. */
export function summaryOf(id: PromptId, version: KnownVersion): VersionSummary {
  const { digest, number, createdAt, actor, message, commit } = version;
  return {
    id,
    kind: 'prompt',
    digest,
    number,
    createdAt,
    uploadedBy: actor,
    ...(message !== '' && { message }),
    ...(commit !== undefined && { commit }),
  };
}

function draftOf(prompt: RemotePrompt): DraftSummary | undefined {
  const { id, base } = prompt;
  const newest = newestOf(prompt);
  if (base === undefined || newest === undefined || newest === base || newest.digest === base.digest) return undefined;
  return { ...summaryOf(id, newest), parent: base.digest };
}

/** LangWatch has no list of edits to take one off: the version that was edited becomes the newest again. */
async function putBack(http: HttpCaller, prompts: RemotePrompts, prompt: RemotePrompt, closing: DraftClosing): Promise<void> {
  const { id, base } = prompt;
  if (base === undefined || draftOf(prompt)?.digest !== closing.digest) {
    throw new Failure('not-found', `"${id}" has no such edit in LangWatch that could be declined.`);
  }
  const { digest, content, commit } = base;
  const message = closing.reason === undefined ? 'Declined' : `Declined: ${closing.reason}`;
  await uploadVersions(http, prompts, {
    versions: [{ kind: 'prompt', id, digest, content }],
    message,
    ...(commit !== undefined && { commit }),
  });
}

/** Says of an edit that Git has it, by a version of the same content; a version that was pushed above it has said so. */
async function keepMarked(
  http: HttpCaller,
  prompts: RemotePrompts,
  { id, versions }: RemotePrompt,
  edit: KnownVersion,
  { commit }: DraftClosing,
): Promise<void> {
  if (commit === undefined || versions.at(-1) !== edit) return;
  const { digest } = edit;
  const commitMessage = markedMessage('In Git', { digest, commit });
  const stored = await http.call(updateRemote, { params: { handle: id }, body: { commitMessage } });
  await prompts.add(id, { ...edit, number: stored.version, versionId: stored.versionId, isOwn: true, commit, message: 'In Git' });
}

function closedDraft(draft: DraftSummary, { outcome, reason, commit }: DraftClosing): ClosedDraft {
  const by = { id: 'langwatch', name: 'a push of promptlane' };
  return {
    ...draft,
    closed: { outcome, time: draft.createdAt, by, ...(reason !== undefined && { reason }), ...(commit !== undefined && { commit }) },
  };
}
