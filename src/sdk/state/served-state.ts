import { type Digest, isDigest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { isPromptId, type PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName, Pins } from '../../release/environment.ts';
import type { ServedRollout } from '../../release/rollout/served-rollout.ts';

/** What an environment serves at one revision. */
export interface ServedState {
  readonly epoch: number;
  readonly revision: number;
  readonly pins: Pins;
  readonly killed: ReadonlySet<PromptId>;
  readonly rollouts: ReadonlyMap<PromptId, ServedRollout>;
  /** Contents that must not be used, wherever they are. */
  readonly revoked: ReadonlySet<Digest>;
}

/**
 * Reads the state that a registry sent, or that was kept of it. What it does not know it leaves alone.
 *
 * @throws Failure `registry-broken` for what is no state, or that of another environment
 */
export function readServedState(text: string, asked: { readonly project: string; readonly environment: EnvironmentName }): ServedState {
  const state = jsonValue(text);
  if (!isJsonObject(state)) throw broken('is no JSON object, or was cut off');
  const { project, environment, epoch, revision } = state;
  if (project !== asked.project || environment !== asked.environment) throw broken(`is about ${project}, ${environment}`);
  if (!isCount(epoch) || !isCount(revision)) throw broken('has no revision');
  return {
    epoch,
    revision,
    pins: new Map(promptsIn(state, 'pins').map(([prompt, digest]) => [prompt, requireDigest(digest)])),
    killed: new Set(listIn(state, 'killed') as PromptId[]),
    rollouts: new Map(promptsIn(state, 'rollouts').map(([prompt, rollout]) => [prompt, requireRollout(rollout)])),
    revoked: new Set(listIn(state, 'revoked').map(requireDigest)),
  };
}

/** True for a state from before another: an answer of a server that lags, or of one that lies. */
export function isOlder(one: ServedState, other: ServedState): boolean {
  return one.epoch === other.epoch ? one.revision < other.revision : one.epoch < other.epoch;
}

/** Every version that a prompt may get of a state. */
export function versionsOf(state: Pick<ServedState, 'pins' | 'rollouts'>, prompt: PromptId): Digest[] {
  const pin = state.pins.get(prompt);
  const rollout = state.rollouts.get(prompt);
  const drawn = rollout === undefined ? [] : [rollout.control, ...rollout.variants.map(({ version }) => version)];
  return [...new Set(pin === undefined ? drawn : [pin, ...drawn])];
}

function promptsIn(state: JsonObject, member: string): [PromptId, Json][] {
  const value = state[member] ?? {};
  if (!isJsonObject(value)) throw broken(`has \`${member}\` that are no object`);
  return Object.entries(value).map(([prompt, said]) => {
    if (!isPromptId(prompt)) throw broken(`names "${prompt}", which is no prompt`);
    return [prompt, said];
  });
}

function listIn(state: JsonObject, member: string): readonly Json[] {
  const value = state[member] ?? [];
  if (Array.isArray(value)) return value as readonly Json[];
  throw broken(`has \`${member}\` that are no list`);
}

function requireDigest(value: Json): Digest {
  if (isDigest(value)) return value;
  throw broken('names a version by no digest');
}

/** What decisions are made by; the rest is the registry's. */
function requireRollout(value: Json): ServedRollout {
  const variants = isJsonObject(value) && Array.isArray(value.variants) ? (value.variants as readonly Json[]) : [];
  const isWhole =
    isJsonObject(value) &&
    typeof value.id === 'string' &&
    typeof value.seed === 'string' &&
    typeof value.coverage === 'number' &&
    Array.isArray(value.unit) &&
    isDigest(value.control) &&
    variants.length > 0 &&
    variants.every((variant) => isJsonObject(variant) && isDigest(variant.version) && typeof variant.weight === 'number');
  if (isWhole) return value as unknown as ServedRollout;
  throw broken('has a rollout that cannot be carried out');
}

function isCount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function broken(what: string): Failure {
  return new Failure('registry-broken', `The state that the registry sent ${what}.`);
}
