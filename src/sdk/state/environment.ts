import { Failure } from '../../base/failure.ts';
import type { Pins } from '../../release/environment.ts';
import type { Settings } from '../options.ts';
import type { RegistryApi } from '../registry/registry-api.ts';
import type { Served } from './choose-version.ts';
import { type Contents, unwritable } from './contents.ts';
import { loadEntries } from './load-entries.ts';
import type { LocalStore } from './local-store.ts';
import { isOlder, readServedState, type ServedState } from './served-state.ts';

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
    const entries = await loadEntries({ ...state, revoked }, served?.entries, { settings, contents, bundled, signal });
    const removed = [...(served?.removed ?? []), ...(served?.entries ?? [])].filter(([prompt]) => !entries.entries.has(prompt));
    const { epoch, revision, killed } = state;
    served = { source, at: { epoch, revision }, killed, revoked, bundled, removed: new Map(removed), ...entries };
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
