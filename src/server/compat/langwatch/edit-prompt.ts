import { authorise } from '../../../access/authorise.ts';
import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import { editedPrompt, emptyPrompt } from '../../../formats/langwatch/api/edited-prompt.ts';
import type { LangwatchConfig } from '../../../formats/langwatch/api/langwatch-config.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { LangwatchEdit, LangwatchPromptView } from '../../../protocol/langwatch/schemas.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import type { Call } from '../../actions/call.ts';
import { storeVersions } from '../../actions/versions/store-versions.ts';
import type { VersionUpload } from '../../actions/versions/version-upload.ts';
import { pinKey } from '../../storage/environments/environment-log.ts';
import { readVersions, type VersionRow } from '../../storage/versions/versions.ts';
import { moveTag, requireTags } from './move-tag.ts';
import { newestVersion, requireNewest, viewOf } from './read-prompts.ts';
import { storedPrompt } from './stored-prompt.ts';
import { versionOfPrompt } from './version-of-prompt.ts';

/** Stores the first version of a prompt. @throws Failure `version-newer` when there is one. */
export async function createPrompt(call: Call, edit: LangwatchEdit & { handle: PromptId }): Promise<LangwatchPromptView> {
  const { handle: id } = edit;
  // The path does not name the prompt, so that it was let in says nothing of this one.
  authorise(call.principal, 'prompts:write', { project: call.project, prompt: id });
  await requireTags(call, id, edit.tags);
  const newest = await newestVersion(call, id);
  if (newest !== undefined) {
    throw new Failure('version-newer', `There is a prompt "${id}" already (v${newest.number}).`, { hint: 'Update it instead.' });
  }
  const version = await editedVersion(call, id, undefined, configOfEdit(id, edit));
  return await tagged(call, await store(call, version, undefined, edit.commitMessage), edit.tags);
}

/** Stores the next version: the newest one with what is given changed. */
export async function updatePrompt(call: Call, id: PromptId, edit: LangwatchEdit): Promise<LangwatchPromptView> {
  await requireTags(call, id, edit.tags);
  const newest = await requireNewest(call, id);
  const version = await editedVersion(call, id, newest, configOfEdit(id, edit));
  const row = version.digest === newest.digest ? newest : await store(call, version, newest.digest, edit.commitMessage);
  return await tagged(call, row, edit.tags);
}

/** Makes an earlier version the newest again. */
export async function restoreVersion(call: Call, id: PromptId, digest: Digest): Promise<LangwatchPromptView> {
  const newest = await requireNewest(call, id);
  const row = (await readVersions(call.db, call.project, [{ id, digest }])).get(pinKey(id, digest));
  if (row === undefined || row.draft === 1) throw new Failure('not-found', `${digest} is not a version of "${id}".`);
  if (digest === newest.digest) return await viewOf(call, newest);
  const stored = await storedPrompt(call, id, digest);
  const version = versionOfPrompt(stored.exported.prompt, stored);
  return await viewOf(call, await store(call, version, newest.digest, `Restored v${row.number}`));
}

/** What a version would be after an edit. */
export async function editedVersion(
  call: Call,
  id: PromptId,
  newest: VersionRow | undefined,
  config: LangwatchConfig,
): Promise<VersionUpload> {
  const before = newest && (await storedPrompt(call, id, newest.digest));
  return versionOfPrompt(editedPrompt(before?.exported ?? emptyPrompt(id), config), before);
}

/** Stores a version in place of the one that it was made from. @throws Failure `version-newer` */
export async function store(
  call: Call,
  version: VersionUpload,
  newest: Digest | undefined,
  message: string | undefined,
): Promise<VersionRow> {
  const { id, digest } = version;
  const parent = newest !== undefined && newest !== digest ? { parent: newest } : {};
  const versions = [{ ...version, ...parent }];
  await storeVersions(call, { versions, isDraft: false, replaces: { newest }, ...(message !== undefined && { message }) });
  const row = (await readVersions(call.db, call.project, [{ id, digest }])).get(pinKey(id, digest));
  if (row === undefined) throw new Error(`${id} ${digest} was stored and is not there`);
  return row;
}

async function tagged(call: Call, row: VersionRow, tags: LangwatchEdit['tags'] = []): Promise<LangwatchPromptView> {
  for (const tag of tags) await moveTag(call, row.prompt, tag, row.digest).catch((error) => refusedTag(error, row, tag));
  return await viewOf(call, row);
}

/** The version is stored all the same, which whoever reads the refusal must know. */
function refusedTag(error: unknown, { number }: VersionRow, tag: EnvironmentName): never {
  if (!(error instanceof Failure)) throw error;
  const { code, message, hint, details } = error;
  throw new Failure(code, `Version ${number} is stored, and ${tag} does not serve it: ${message}`, {
    hint,
    ...(details !== undefined && { details }),
  });
}

function configOfEdit(id: PromptId, edit: LangwatchEdit): LangwatchConfig {
  const { model, prompt, messages, inputs, outputs, responseFormat, parameters: appParameters, handle, scope, authorId } = edit;
  if (handle !== undefined && handle !== id) throw unsupported(`"${id}" cannot be renamed to "${handle}": its id is its name.`);
  if (scope === 'ORGANIZATION') throw unsupported('A prompt belongs to one project; there is no scope ORGANIZATION.');
  if (authorId) throw unsupported('The author is whoever the token belongs to; leave out `authorId`.');
  const { temperature, maxTokens, topP, topK, seed, frequencyPenalty, presencePenalty } = edit;
  const parameters = defined({ temperature, maxTokens, topP, topK, seed, frequencyPenalty, presencePenalty });
  return defined({ model, prompt, messages, inputs, outputs, responseFormat, appParameters, parameters });
}

type Defined<Members> = { [Key in keyof Members]?: Exclude<Members[Key], undefined> };

/** The members that are there. */
export function defined<Members extends object>(members: Members): Defined<Members> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<Members>;
}

function unsupported(message: string): Failure {
  return new Failure('langwatch-unsupported', message);
}
