import { Failure } from '../../base/failure.ts';
import { serverSentEvents } from '../../base/net/server-sent-events.ts';
import { CLOSING, HEARTBEAT_MS } from '../../protocol/event-words.ts';
import type { Settings } from '../options.ts';
import { backoff, letExit, pause, spread } from '../registry/pause.ts';
import { askedToWait, type RegistryApi } from '../registry/registry-api.ts';

/** A stream that says nothing for so long is dead, whatever the connection says. */
const SILENCE_MS = HEARTBEAT_MS * 3;

export interface Refreshing {
  readonly api: RegistryApi;
  readonly refresh: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** Keeps asking until the signal aborts: told by the registry, or by the clock. What goes wrong is reported, and tried again later. */
export async function keepRefreshing(settings: Settings, refreshing: Refreshing): Promise<void> {
  const { refresh: mode } = settings;
  if (mode === 'off') return;
  let failures = 0;
  while (!refreshing.signal.aborted) {
    let asked = 0;
    try {
      if (mode === 'sse') await listen(refreshing, settings.deadline, () => (failures = 0));
      else await pause(spread(mode.every), refreshing.signal).then(refreshing.refresh);
      failures = 0;
    } catch (problem) {
      if (refreshing.signal.aborted) return;
      failures += 1;
      asked = askedToWait(problem as Failure);
      settings.onProblem(problem as Failure);
    }
    // A stream that ended in peace is made again soon; without one, each try asks for the state as well.
    if (mode === 'sse' || failures > 0) await pause(backoff(failures, asked), refreshing.signal);
    if (mode === 'sse' && failures > 0) await refreshing.refresh().catch(() => undefined);
  }
}

/** Hears one stream to its end, and asks for the state at its start and after each event. */
async function listen({ api, refresh, signal }: Refreshing, deadline: number, onHeard: () => void): Promise<void> {
  // The first word comes at once; a proxy that holds it back is no stream.
  const silence = endsInSilence(deadline, signal);
  try {
    const body = await api.events(silence.signal);
    const tooLarge = (what: string) => new Failure('registry-broken', `The registry ${what}.`);
    for await (const { type } of serverSentEvents(
      heard(body, () => silence.expect(SILENCE_MS)),
      { tooLarge },
    )) {
      if (type === CLOSING) return;
      await refresh();
      onHeard();
    }
  } finally {
    silence.end();
  }
}

async function* heard(body: AsyncIterable<Uint8Array>, tell: () => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    tell();
    yield chunk;
  }
}

/** A signal that aborts with another one, and when nothing comes for so long. */
function endsInSilence(first: number, outer: AbortSignal) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expect = (milliseconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(abort, milliseconds);
    letExit(timer);
  };
  expect(first);
  outer.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    expect,
    end: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', abort);
      abort();
    },
  };
}
