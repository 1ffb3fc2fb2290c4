import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import { configDataOf } from '../../formats/langwatch/api/config-data.ts';
import type { RemoteContent } from '../../formats/langwatch/sync/remote-content.ts';
import { remoteOfPrompt } from '../../formats/langwatch/sync/remote-of-prompt.ts';
import { differences } from '../../formats/langwatch/sync/said.ts';
import { markedMessage } from '../../formats/langwatch/sync/version-mark.ts';
import { readPromptNormalForm } from '../../prompt/digest/read-normal-form.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { HttpCaller } from '../native/http-caller.ts';
import type { UploadBatch, UploadedVersion, VersionUpload } from '../registry.ts';
import { type RemoteVersion, restoreRemote, syncRemote } from './endpoints.ts';
import { actorOf, type KnownVersion } from './read-version.ts';
import { newestOf, type RemotePrompt, type RemotePrompts } from './remote-prompts.ts';

/** A version that LangWatch can hold. */
interface Sendable {
  readonly id: PromptId;
  readonly digest: Digest;
  readonly form: Json;
  readonly content: RemoteContent;
}

/** Where versions come from. What is in no commit counts as an edit made in LangWatch: Git does not have it. */
export type Origin = Pick<UploadBatch, 'commit' | 'message'>;

/**
 * Stores versions, each in place of the newest that was read.
 *
 * Nothing is sent before all of them are known to come back whole.
 * @throws Failure `langwatch-unsayable` with every loss; `version-newer` for prompts that someone else changed since,
 * after the others were stored; `upload-altered` when LangWatch answers with something else than it was sent.
 */
export async function uploadVersions(
  http: HttpCaller,
  prompts: RemotePrompts,
  { versions, ...origin }: UploadBatch,
): Promise<UploadedVersion[]> {
  const known = await prompts.all();
  const sendable = sendableVersions(versions, known, await prompts.ofOrganization());
  const stored: UploadedVersion[] = [];
  const overtaken: PromptId[] = [];
  const strangers: PromptId[] = [];
  for (const version of sendable) {
    if (isStranger(known.get(version.id))) {
      strangers.push(version.id);
      continue;
    }
    const remote = await sendVersion(http, version, known.get(version.id), origin);
    if (remote === undefined) {
      overtaken.push(version.id);
      continue;
    }
    await prompts.add(version.id, storedVersion(version, remote, origin));
    stored.push({ id: version.id, digest: version.digest, number: remote.version, created: true });
  }
  if (strangers.length > 0) {
    throw new Failure('version-newer', `LangWatch has prompts called ${strangers.join(', ')} that did not come out of this repository.`, {
      hint: 'Rename them on one side, or take theirs over: `promptlane import`, then `promptlane lock` and commit.',
      details: { prompts: strangers, stored: stored.map(({ id }) => id) },
    });
  }
  if (overtaken.length === 0) return stored;
  throw new Failure('version-newer', `Someone changed ${overtaken.join(', ')} in LangWatch just now, so nothing of it was stored.`, {
    hint: 'Run `promptlane pull`, then push again.',
    details: { prompts: overtaken, stored: stored.map(({ id }) => id) },
  });
}

/** Whether somebody else made a prompt of that name: nothing of it is known here. */
function isStranger(prompt: RemotePrompt | undefined): boolean {
  if (prompt === undefined || prompt.base !== undefined) return false;
  const newest = prompt.versions.at(-1);
  return newest === undefined || 'problem' in newest || !newest.isOwn;
}

function sendableVersions(
  versions: readonly VersionUpload[],
  known: ReadonlyMap<PromptId, RemotePrompt>,
  ofOrganization: ReadonlySet<string>,
): Sendable[] {
  const losses = new Map<PromptId, readonly string[]>();
  const sendable: Sendable[] = [];
  for (const { kind, id, digest, content } of versions) {
    // The prompt that uses it says so.
    if (kind !== 'prompt') continue;
    if (ofOrganization.has(id))
      throw new Failure('langwatch-unsupported', `"${id}" belongs to the organization in LangWatch, and so to other projects too.`);
    const sayable = remoteOfPrompt(id, content);
    const lost = 'losses' in sayable ? sayable.losses : keptParameters(sayable.content, known.get(id));
    if (lost.length > 0) losses.set(id, lost);
    else if ('content' in sayable) sendable.push({ id, digest, form: content, content: sayable.content });
  }
  if (losses.size > 0) throw unsayable(losses);
  return sendable;
}

/** LangWatch keeps the parameters of the version before that a new one leaves out. */
function keptParameters(content: RemoteContent, remote: RemotePrompt | undefined): string[] {
  const before = remote && newestOf(remote)?.read.parameters;
  return (['temperature', 'maxTokens'] as const).flatMap((name) =>
    before?.[name] !== undefined && content[name] === undefined
      ? [`modelParameters.${name}, which LangWatch would keep from the version before`]
      : [],
  );
}

function unsayable(losses: ReadonlyMap<PromptId, readonly string[]>): Failure {
  const lines = [...losses].map(([id, lost]) => `${id}: ${lost.join('; ')}`);
  return new Failure(
    'langwatch-unsayable',
    `LangWatch would lose something of what is to be pushed, so nothing was sent.\n  ${lines.join('\n  ')}`,
    {
      hint: 'Leave that out of the prompts, or push them to a registry of promptlane; docs/langwatch.md lists what LangWatch cannot say.',
      details: { losses: Object.fromEntries(losses) },
    },
  );
}

/** Nothing: someone else stored a version since the newest one was read. */
async function sendVersion(
  http: HttpCaller,
  version: Sendable,
  known: RemotePrompt | undefined,
  origin: Origin,
): Promise<RemoteVersion | undefined> {
  const { id, content } = version;
  const newest = known?.versions.at(-1);
  const { prompt, messages, inputs, outputs, model, responseFormat, temperature, maxTokens } = content;
  const configData = configDataOf({
    model,
    prompt,
    messages,
    inputs,
    outputs,
    ...(responseFormat && { responseFormat }),
    parameters: { ...(temperature !== undefined && { temperature }), ...(maxTokens !== undefined && { maxTokens }) },
  });
  const { action, prompt: remote } = await http.call(syncRemote, {
    params: { handle: id },
    body: {
      configData,
      parameters: content.parameters ?? {},
      ...(newest && { localVersion: newest.number }),
      commitMessage: messageOf(version, origin),
    },
  });
  if (action === 'conflict') return undefined;
  if (remote === undefined) throw new Failure('registry-broken', `LangWatch says that it ${action} "${id}" and does not show it.`);
  const altered = differences(content, remote);
  if (altered.length === 0) return remote;
  if (newest !== undefined && action === 'updated') {
    await http.call(restoreRemote, { params: { handle: id, version: newest.versionId } });
  }
  const after = newest === undefined ? 'Its first version is there as LangWatch made it.' : `Version ${newest.number} is the newest again.`;
  throw new Failure('upload-altered', `LangWatch stored "${id}" otherwise than it was sent: ${altered.join(', ')}. ${after}`, {
    details: { prompt: id, altered },
  });
}

function messageOf({ digest }: Pick<Sendable, 'digest'>, { commit, message = 'Pushed by promptlane' }: Origin): string {
  return markedMessage(message, { digest, ...(commit !== undefined && { commit }) });
}

function storedVersion({ digest, form }: Sendable, remote: RemoteVersion, { commit, message = '' }: Origin): KnownVersion {
  const { version: number, versionId, tags, createdAt } = remote;
  return {
    number,
    versionId,
    digest,
    content: form,
    read: readPromptNormalForm(form).content,
    isOwn: true,
    ...(commit !== undefined && { commit }),
    message,
    actor: actorOf(remote, true),
    createdAt: Date.parse(createdAt),
    tags: tags.map(({ name }) => name),
  };
}
