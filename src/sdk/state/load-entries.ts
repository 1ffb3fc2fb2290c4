import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { Pins } from '../../release/environment.ts';
import type { Settings } from '../options.ts';
import type { Entry, Served } from './choose-version.ts';
import type { Contents } from './contents.ts';
import { type ServedState, versionsOf } from './served-state.ts';

export interface Loading {
  readonly settings: Pick<Settings, 'prompts' | 'onProblem'>;
  readonly contents: Contents;
  readonly bundled: Pins;
  readonly signal: AbortSignal;
}

type Loaded = Pick<Served, 'entries' | 'missing'>;

/**
 * What each prompt gets of a state, with everything that it needs in memory: all that the state says, or else what it had,
 * or else its pin alone, or else the bundle's version.
 */
export async function loadEntries(state: ServedState, before: Served['entries'] = new Map(), loading: Loading): Promise<Loaded> {
  const { settings, contents, signal } = loading;
  const named = [...new Set([...state.pins.keys(), ...state.rollouts.keys()])];
  const prompts = named.filter((prompt) => settings.prompts?.has(prompt) ?? true);
  const digests = prompts.flatMap((prompt) => versionsOf(state, prompt)).filter((digest) => !state.revoked.has(digest));
  await contents.load(digests, signal);
  const entries = new Map<PromptId, Entry>();
  const missing = new Set<PromptId>();
  for (const prompt of prompts) {
    const { entry, isWhole } = entryOf(prompt, state, before.get(prompt), loading);
    if (entry !== undefined) entries.set(prompt, entry);
    if (!isWhole) missing.add(prompt);
  }
  return { entries, missing };
}

function entryOf(prompt: PromptId, state: ServedState, before: Entry | undefined, loading: Loading) {
  const rollout = state.rollouts.get(prompt);
  const pin = state.pins.get(prompt) ?? rollout?.control;
  const spare = loading.bundled.get(prompt);
  const isThere = (digest: Digest | undefined): digest is Digest =>
    digest !== undefined && (state.revoked.has(digest) || isUsable(prompt, digest, loading));
  if (pin !== undefined && versionsOf(state, prompt).every(isThere)) return { entry: { pin, rollout }, isWhole: true };
  if (before !== undefined) return { entry: before, isWhole: false };
  if (isThere(pin)) return { entry: { pin }, isWhole: false };
  return { entry: isThere(spare) ? { pin: spare, isBundled: true } : undefined, isWhole: false };
}

/** A content that this program cannot read, of a later version for one, must not replace one that it can. */
function isUsable(prompt: PromptId, digest: Digest, { contents, settings }: Loading): boolean {
  try {
    return contents.version(prompt, digest) !== undefined;
  } catch (problem) {
    if (!(problem instanceof Failure)) throw problem;
    settings.onProblem(problem);
    return false;
  }
}
