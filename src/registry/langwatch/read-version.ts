import { type Digest, digestOf } from '../../base/digest.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import { readings } from '../../formats/langwatch/sync/readings.ts';
import { contentDigest, remoteOfPrompt } from '../../formats/langwatch/sync/remote-of-prompt.ts';
import { differences } from '../../formats/langwatch/sync/said.ts';
import { markOf } from '../../formats/langwatch/sync/version-mark.ts';
import { promptNormalForm } from '../../prompt/digest/normal-form.ts';
import { readPromptNormalForm } from '../../prompt/digest/read-normal-form.ts';
import type { PromptContent, PromptId } from '../../prompt/prompt.ts';
import type { RemoteVersion } from './endpoints.ts';

/** What this machine can tell of versions, without asking anybody. */
export interface LocalVersions {
  /** Whether a commit ever locked it. Asked for prompts of others too, so what the tree lacks must be answered at once. */
  wasLocked(id: PromptId, digest: Digest): Promise<boolean>;
  /** Its content in normal form, where the tree or the lockfile leads to it. */
  content(id: PromptId, digest: Digest): Promise<Json | undefined>;
}

/** A version of LangWatch as one of ours. */
export interface KnownVersion {
  readonly number: number;
  readonly versionId: string;
  readonly digest: Digest;
  /** In normal form. */
  readonly content: Json;
  readonly read: PromptContent;
  /** Uploaded by promptlane, which its mark says and its content bears out. */
  readonly isOwn: boolean;
  /** Of what came out of Git. */
  readonly commit?: string;
  readonly message: string;
  readonly actor: { readonly id: string; readonly name: string };
  readonly createdAt: number;
  readonly tags: readonly string[];
}

/**
 * Reads one version, given the one before it.
 *
 * What its mark claims to be is believed only when the content bears it out: a reading has that digest, or what is at
 * hand under that digest says the same in LangWatch's words.
 * @throws Failure `langwatch-unsayable`
 */
export async function readVersion(
  id: PromptId,
  remote: RemoteVersion,
  before: KnownVersion | undefined,
  local: LocalVersions,
): Promise<KnownVersion> {
  const { message, mark } = markOf(remote.commitMessage ?? '');
  const candidates = readings(id, remote, before?.read);
  const claimed = mark && (await claimedReading(id, remote, mark.digest, candidates, local));
  const read = claimed ?? candidates[0];
  if (read === undefined) throw new Error('there is no reading');
  const content = promptNormalForm(read, new Map(), new Map());
  return {
    number: remote.version,
    versionId: remote.versionId,
    digest: digestOf(content),
    content,
    read,
    isOwn: claimed !== undefined,
    ...(claimed !== undefined && mark?.commit !== undefined && { commit: mark.commit }),
    message,
    actor: actorOf(remote, claimed !== undefined),
    createdAt: Date.parse(remote.createdAt),
    tags: remote.tags.map(({ name }) => name),
  };
}

/** Who stored a version. A key of the API has no name. */
export function actorOf({ author, authorId }: Pick<RemoteVersion, 'author' | 'authorId'>, isOwn: boolean): KnownVersion['actor'] {
  const name = author?.name ?? authorId ?? (isOwn ? 'a push of promptlane' : 'someone in LangWatch');
  return { id: author?.id ?? authorId ?? 'langwatch', name };
}

async function claimedReading(
  id: PromptId,
  remote: RemoteVersion,
  digest: Digest,
  candidates: readonly PromptContent[],
  local: LocalVersions,
): Promise<PromptContent | undefined> {
  const found = candidates.find((candidate) => contentDigest(candidate) === digest);
  if (found !== undefined) return found;
  const form = await local.content(id, digest);
  if (form === undefined) return undefined;
  const sayable = remoteOfPrompt(id, form);
  const isBorneOut = 'content' in sayable && differences(sayable.content, remote).length === 0;
  return isBorneOut ? readPromptNormalForm(form).content : undefined;
}
