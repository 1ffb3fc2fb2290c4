import * as z from 'zod';
import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import { isPromptId, type PromptId } from '../../prompt/prompt.ts';
import type { HttpCaller } from '../native/http-caller.ts';
import { listRemote, remoteVersionSchema, remoteVersions } from './endpoints.ts';
import { type KnownVersion, type LocalVersions, readVersion } from './read-version.ts';

/** A prompt of a LangWatch project that could be one of ours. */
export interface RemotePrompt {
  readonly id: PromptId;
  /** Oldest first. */
  readonly versions: readonly StoredVersion[];
  /** The newest version that came out of Git, or that was imported into it; absent when there is none. */
  readonly base?: KnownVersion;
}

/** A version, or why it is none that a prompt file could say. */
export type StoredVersion = KnownVersion | UnreadVersion;

interface UnreadVersion {
  readonly number: number;
  readonly versionId: string;
  readonly problem: string;
}

/** What a LangWatch project holds, as it was when it was first asked for. */
export interface RemotePrompts {
  all(): Promise<ReadonlyMap<PromptId, RemotePrompt>>;
  /** Which of the handles belong to the organization and thereby to other projects too. */
  ofOrganization(): Promise<ReadonlySet<string>>;
  /** Takes in a version that was stored just now. */
  add(id: PromptId, version: KnownVersion): Promise<void>;
}

const placeSchema = z.object({
  version: z.int(),
  versionId: z.string(),
  tags: z.array(z.object({ name: z.string() })).catch([]),
});

/** Reads a project once, when it is first asked for. */
export function remotePrompts(http: HttpCaller, local: LocalVersions): RemotePrompts {
  let listed: Promise<readonly { handle: string | null; scope: string }[]> | undefined;
  let read: Promise<Map<PromptId, RemotePrompt>> | undefined;
  const list = () => {
    listed ??= http.call(listRemote, {});
    return listed;
  };
  const all = () => {
    read ??= list().then((prompts) => readAll(http, local, ownIds(prompts)));
    return read;
  };
  return {
    all,
    ofOrganization: async () =>
      new Set((await list()).flatMap(({ handle, scope }) => (handle !== null && scope !== 'PROJECT' ? [handle] : []))),
    async add(id, version) {
      const prompts = await all();
      const base = version.commit !== undefined ? version : prompts.get(id)?.base;
      prompts.set(id, { id, versions: [...(prompts.get(id)?.versions ?? []), version], ...(base && { base }) });
    },
  };
}

/** Others have names that no prompt here can have, or are drafts of a playground. */
function ownIds(prompts: readonly { readonly handle: string | null; readonly scope: string }[]): PromptId[] {
  return prompts.flatMap(({ handle, scope }) => (handle !== null && scope === 'PROJECT' && isPromptId(handle) ? [handle] : []));
}

async function readAll(http: HttpCaller, local: LocalVersions, ids: readonly PromptId[]): Promise<Map<PromptId, RemotePrompt>> {
  const prompts = await Promise.all(
    ids.map(async (id) => readPrompt(id, await http.call(remoteVersions, { params: { handle: id } }), local)),
  );
  return new Map(prompts.map((prompt) => [prompt.id, prompt]));
}

async function readPrompt(id: PromptId, answers: readonly unknown[], local: LocalVersions): Promise<RemotePrompt> {
  const placed = answers
    .map((answer) => ({ answer, place: placeOf(id, answer) }))
    .sort((left, right) => ageOf(left.place) - ageOf(right.place));
  const versions: StoredVersion[] = [];
  let before: KnownVersion | undefined;
  for (const { answer, place } of placed) {
    const version = await readOrExplain(id, answer, place, before, local);
    versions.push(version);
    if (!('problem' in version)) before = version;
  }
  const base = await newestOfGit(id, versions, local);
  return { id, versions, ...(base && { base }) };
}

/** By number, but that a registry of ours makes an earlier version the newest again under its old number. */
function ageOf({ version, tags }: z.output<typeof placeSchema>): number {
  return tags.some(({ name }) => name === 'latest') ? Number.POSITIVE_INFINITY : version;
}

function placeOf(id: PromptId, answer: unknown): z.output<typeof placeSchema> {
  const place = placeSchema.safeParse(answer);
  if (place.success) return place.data;
  throw new Failure('registry-broken', `LangWatch lists a version of "${id}" without its number or its id.`);
}

async function readOrExplain(
  id: PromptId,
  answer: unknown,
  { version: number, versionId }: z.output<typeof placeSchema>,
  before: KnownVersion | undefined,
  local: LocalVersions,
): Promise<StoredVersion> {
  const parsed = remoteVersionSchema.safeParse(answer);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { number, versionId, problem: `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'unknown'}` };
  }
  try {
    return await readVersion(id, parsed.data, before, local);
  } catch (error) {
    if (error instanceof Failure && error.code === 'langwatch-unsayable') return { number, versionId, problem: error.message };
    throw error;
  }
}

async function newestOfGit(id: PromptId, versions: readonly StoredVersion[], local: LocalVersions): Promise<KnownVersion | undefined> {
  const newestFirst = versions.toReversed().filter((version) => !('problem' in version)) as KnownVersion[];
  const marked = newestFirst.find(({ commit }) => commit !== undefined);
  if (marked !== undefined) return marked;
  // Nothing was pushed out of a commit yet: what is there may have been imported.
  for (const version of newestFirst) if (await local.wasLocked(id, version.digest)) return version;
  return undefined;
}

/** The newest version. @throws Failure `langwatch-unsayable` for one of a prompt that Git has and that no file could say. */
export function newestOf({ id, versions, base }: RemotePrompt): KnownVersion | undefined {
  const newest = versions.at(-1);
  if (newest === undefined) return undefined;
  if (!('problem' in newest)) return newest;
  if (base === undefined) return undefined;
  throw new Failure('langwatch-unsayable', `Version ${newest.number} of "${id}" in LangWatch cannot be a prompt file: ${newest.problem}`, {
    hint: 'Change it in LangWatch, or restore an earlier version there.',
  });
}

/** The versions that can be read, oldest first. */
export function readableVersions({ versions }: RemotePrompt): readonly KnownVersion[] {
  return versions.flatMap((version) => ('problem' in version ? [] : [version]));
}

/** What a digest names, wherever it is found. */
export function contentOf(prompts: Iterable<RemotePrompt>, digest: Digest): Json | undefined {
  for (const prompt of prompts) {
    const found = readableVersions(prompt).find((version) => version.digest === digest);
    if (found !== undefined) return found.content;
  }
  return undefined;
}
