import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentDefinition, EnvironmentName, Pins } from '../../release/environment.ts';
import { planMoves } from '../../release/plan.ts';
import type { HttpCaller } from '../native/http-caller.ts';
import type { HistoryEntry, Registry } from '../registry.ts';
import { assignRemoteTag, listRemoteTags } from './endpoints.ts';
import type { KnownVersion } from './read-version.ts';
import { unsupported } from './refused-calls.ts';
import { newestOf, type RemotePrompt, type RemotePrompts, readableVersions } from './remote-prompts.ts';

type EnvironmentCalls = Pick<Registry, 'environments' | 'state' | 'plan' | 'apply' | 'history'>;

/** LangWatch counts no changes of its tags. */
const REVISION = { epoch: 0, revision: 0 };

/**
 * Environments as LangWatch has them: the first is the newest version of each prompt, the others are its tags.
 *
 * A tag with the name of the first one moves along with it. The others are read and never moved: LangWatch has no
 * policy that could allow it, and no log of its tags.
 */
export function environmentCalls(http: HttpCaller, prompts: RemotePrompts, declared: readonly EnvironmentDefinition[]): EnvironmentCalls {
  const [first] = declared.map(({ name }) => name);
  const tags = () => readTags(http);
  const tagged = async (environment: EnvironmentName) => pinsBy(await prompts.all(), (prompt) => versionTagged(prompt, environment));
  const newest = async () => pinsBy(await prompts.all(), newestOf);
  const requireFirst = (environment: EnvironmentName) => {
    if (environment !== first)
      throw unsupported(`policies, so nothing is moved in ${environment}: move its tag there, and see it with \`promptlane status\``);
  };
  return {
    async environments() {
      const known = await tags();
      return declared.filter(({ name }) => name === first || known.has(name)).map(({ name }) => ({ name, policy: {}, ...REVISION }));
    },

    async state(environment) {
      const pins = environment === first ? await newest() : await tagged(environment);
      return { environment, ...REVISION, pins, killed: [], rollouts: new Map(), revoked: [] };
    },

    async plan(environment, { pins, prune = false }) {
      requireFirst(environment);
      if (prune) throw unsupported('a way to take a prompt out of its newest versions');
      const hasTag = (await tags()).has(environment);
      const moves = planMoves(hasTag ? await tagged(environment) : await newest(), pins);
      return { environment, ...REVISION, moves, refusals: [] };
    },

    async apply(environment, { pins }) {
      requireFirst(environment);
      if (!(await tags()).has(environment)) throw overtaken(environment);
      const moves = planMoves(await tagged(environment), pins);
      const known = await prompts.all();
      for (const { prompt, to } of moves) await moveTag(http, environment, prompt, to, known.get(prompt));
      return { environment, ...REVISION, moves };
    },

    async history(environment, { prompt, limit = Number.POSITIVE_INFINITY } = {}) {
      if (environment !== first) return [];
      const all = [...(await prompts.all()).values()].filter(({ id }) => prompt === undefined || id === prompt);
      return all
        .flatMap(versionsAsMoves)
        .sort((left, right) => right.time - left.time)
        .slice(0, limit);
    },
  };
}

/** Without a tag there is nothing to move: what is wanted would have to be the newest version. */
function overtaken(environment: EnvironmentName): Failure {
  return new Failure('version-newer', `${environment} is the newest version of each prompt in LangWatch, and other versions are wanted.`, {
    hint: 'Run `promptlane push`: it stores what is wanted as the newest version.',
  });
}

/** Servers of some age have no tags. */
async function readTags(http: HttpCaller): Promise<ReadonlySet<string>> {
  try {
    return new Set((await http.call(listRemoteTags, {})).map(({ name }) => name));
  } catch (error) {
    if (error instanceof Failure && error.code === 'not-found') return new Set();
    throw error;
  }
}

function pinsBy(prompts: ReadonlyMap<PromptId, RemotePrompt>, choose: (prompt: RemotePrompt) => KnownVersion | undefined): Pins {
  return new Map(
    [...prompts.values()].flatMap((prompt) => {
      const version = choose(prompt);
      return version === undefined ? [] : [[prompt.id, version.digest] as const];
    }),
  );
}

function versionTagged(prompt: RemotePrompt, tag: string): KnownVersion | undefined {
  return readableVersions(prompt).find(({ tags }) => tags.includes(tag));
}

async function moveTag(
  http: HttpCaller,
  tag: EnvironmentName,
  id: PromptId,
  to: KnownVersion['digest'] | undefined,
  prompt: RemotePrompt | undefined,
): Promise<void> {
  const version = prompt && readableVersions(prompt).findLast(({ digest }) => digest === to);
  if (version === undefined) throw new Failure('not-found', `LangWatch has no version of "${id}" that is ${to ?? 'none'}.`);
  await http.call(assignRemoteTag, { params: { handle: id, tag }, body: { versionId: version.versionId } });
}

/**
 * The newest version is what is served, so each one was a move, newest first.
 *
 * What was stored again as it was moved nothing; it only says which commit has it.
 */
function versionsAsMoves(prompt: RemotePrompt): HistoryEntry[] {
  const moves: HistoryEntry[] = [];
  for (const { digest, actor, createdAt: time, message, commit } of readableVersions(prompt)) {
    const last = moves.at(-1);
    const from = last?.moves[0]?.to;
    if (last !== undefined && from === digest) {
      moves.splice(-1, 1, { ...last, ...(commit !== undefined && { commit }) });
      continue;
    }
    moves.push({
      ...REVISION,
      time,
      actor,
      cause: 'apply',
      ...(message !== '' && { message }),
      ...(commit !== undefined && { commit }),
      moves: [{ prompt: prompt.id, ...(from !== undefined && { from }), to: digest }],
    });
  }
  return moves.toReversed();
}
