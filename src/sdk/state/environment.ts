import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { Pins } from '../../release/environment.ts';
import type { Settings } from '../options.ts';
import type { RegistryApi } from '../registry/registry-api.ts';
import type { Entry, Served } from './choose-version.ts';
import { type Contents, unwritable } from './contents.ts';
import type { LocalStore } from './local-store.ts';
import { isOlder, readServedState, type ServedState, versionsOf } from './served-state.ts';

/** What an environment serves, kept up to date. */
export interface LiveEnvironment {
  /** What decisions are made by; undefined until something is known. */
  served(): Served | undefined;
  /**
   * Asks the registry first, then what was kept, then the bundle.
   *
   * @throws Failure of the registry when none of them has anything
   */
  start(): Promise<void>;
  /** Asks the registry; whoever asks meanwhile gets one more answer together. @throws Failure */
  refresh(): Promise<void>;
}

export interface EnvironmentSources {
  /** Absent without a registry. */
  readonly api: RegistryApi | undefined;
  readonly contents: Contents;
  readonly store: LocalStore;
  readonly bundled: Pins | undefined;
}

interface Newest {
  readonly state: ServedState;
  readonly etag?: string | undefined;
}

const NOTHING: Omit<Served, 'source'> = {
  entries: new Map(),
  removed: new Map(),
  missing: new Set(),
  killed: new Set(),
  revoked: new Set(),
  bundled: new Map(),
};

export function openEnvironment(settings: Settings, { api, contents, store, bundled = new Map() }: EnvironmentSources): LiveEnvironment {
  let newest: Newest | undefined;
  let served: Served | undefined;

  /** Puts a state into effect: what it forbids at once, what it serves when it is there. */
  const adopt = async (state: ServedState, source: 'network' | 'disk', signal: AbortSignal): Promise<void> => {
    // What was revoked once stays so, whatever a later answer says.
    const revoked = new Set([...(served?.revoked ?? []), ...state.revoked]);
    if (served !== undefined) served = { ...served, killed: state.killed, revoked };
    const prompts = [...new Set([...state.pins.keys(), ...state.rollouts.keys()])].filter(
      (prompt) => settings.prompts?.has(prompt) ?? true,
    );
    await contents.load(
      prompts.flatMap((prompt) => versionsOf(state, prompt)).filter((digest) => !revoked.has(digest)),
      signal,
    );
    const chosen = entriesOf(prompts, state, {
      before: served?.entries ?? new Map(),
      bundled,
      revoked,
      contents,
      onProblem: settings.onProblem,
    });
    const removed = [...(served?.removed ?? []), ...(served?.entries ?? [])].filter(([prompt]) => !chosen.entries.has(prompt));
    const { epoch, revision, killed } = state;
    served = { source, at: { epoch, revision }, killed, revoked, bundled, removed: new Map(removed), ...chosen };
  };

  const ask = async (signal: AbortSignal): Promise<void> => {
    if (api === undefined) throw new Failure('registry-not-configured', 'The client was made without the address of a registry.');
    const answer = await api.state(newest?.etag, signal);
    if (answer === undefined) {
      if (newest === undefined)
        throw new Failure('registry-broken', 'The registry says that nothing changed, and was asked for the first time.');
      const isCurrent = served?.source === 'network' && served.missing.size === 0;
      if (!isCurrent) await adopt(newest.state, 'network', signal);
      return;
    }
    const state = readServedState(answer.text, settings);
    if (newest !== undefined && isOlder(state, newest.state)) throw older(state, newest.state);
    newest = { state, etag: answer.etag };
    await adopt(state, 'network', signal);
    await store.writeState(answer).catch((cause) => settings.onProblem(unwritable(cause)));
  };

  const askOrKeep = async (signal: AbortSignal): Promise<void> => {
    try {
      await ask(signal);
    } catch (problem) {
      if (served?.source === 'network') served = { ...served, source: 'memory' };
      throw problem;
    }
  };

  return {
    served: () => served,
    refresh: inSingleFlight(async () => {
      await askOrKeep(AbortSignal.timeout(settings.deadline));
      const [first] = served?.missing ?? [];
      if (first !== undefined)
        throw new Failure('source-missing', `The content of ${first} could not be had; it is asked for again later.`);
    }),
    async start() {
      const signal = AbortSignal.timeout(settings.deadline);
      newest ??= await keptState(store, settings);
      try {
        await askOrKeep(signal);
      } catch (problem) {
        if (served === undefined && newest !== undefined) await adopt(newest.state, 'disk', signal);
        else if (served === undefined && bundled.size > 0) served = bundleView(bundled);
        if (served === undefined) throw problem;
        if (api !== undefined) settings.onProblem(problem as Failure);
      }
    },
  };
}

/** Runs one at a time; all that ask while one runs share the next one, because it may have read what was before. */
function inSingleFlight(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    running = run().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (running === undefined) return start();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
}

interface Choosing {
  readonly before: ReadonlyMap<PromptId, Entry>;
  readonly bundled: Pins;
  readonly revoked: ReadonlySet<Digest>;
  readonly contents: Contents;
  readonly onProblem: (problem: Failure) => void;
}

/** What each prompt gets of a state: all of it, or else what it had, or else the bundle's version. */
function entriesOf(prompts: readonly PromptId[], state: ServedState, choosing: Choosing): Pick<Served, 'entries' | 'missing'> {
  const { before, bundled, revoked } = choosing;
  const entries = new Map<PromptId, Entry>();
  const missing = new Set<PromptId>();
  for (const prompt of prompts) {
    const rollout = state.rollouts.get(prompt);
    const pin = state.pins.get(prompt) ?? rollout?.control;
    if (pin === undefined) continue;
    const isThere = (digest: Digest) => revoked.has(digest) || isUsable(prompt, digest, choosing);
    const spare = bundled.get(prompt);
    const isWhole = versionsOf(state, prompt).every(isThere);
    if (!isWhole) missing.add(prompt);
    if (isWhole) entries.set(prompt, { pin, rollout });
    else if (before.has(prompt)) entries.set(prompt, before.get(prompt) as Entry);
    else if (isThere(pin)) entries.set(prompt, { pin });
    else if (spare !== undefined && isThere(spare)) entries.set(prompt, { pin: spare, isBundled: true });
  }
  return { entries, missing };
}

/** A content that this program cannot read, of a later version for one, must not replace one that it can. */
function isUsable(prompt: PromptId, digest: Digest, { contents, onProblem }: Choosing): boolean {
  try {
    return contents.version(prompt, digest) !== undefined;
  } catch (problem) {
    if (!(problem instanceof Failure)) throw problem;
    onProblem(problem);
    return false;
  }
}

async function keptState(store: LocalStore, settings: Settings): Promise<Newest | undefined> {
  try {
    const kept = await store.readState();
    return kept && { state: readServedState(kept.text, settings), etag: kept.etag };
  } catch (problem) {
    settings.onProblem(
      new Failure('file-unreadable', `The cache cannot be read and is left alone: ${(problem as Error).message}`, { cause: problem }),
    );
    return undefined;
  }
}

function bundleView(bundled: Pins): Served {
  return { ...NOTHING, source: 'bundle', bundled, entries: new Map([...bundled].map(([prompt, pin]) => [prompt, { pin }])) };
}

function older(sent: ServedState, known: ServedState): Failure {
  const at = ({ epoch, revision }: ServedState) => `revision ${revision} of epoch ${epoch}`;
  return new Failure('registry-broken', `The registry answered with ${at(sent)}, after it had ${at(known)}; the later one stays.`);
}
