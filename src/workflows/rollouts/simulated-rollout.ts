import { Failure } from '../../base/failure.ts';
import type { CallContext } from '../../release/rollout/call-context.ts';
import { explainCall, madeUpCalls, type SimulatedStep, simulateRollout } from '../../release/rollout/progress/simulate-rollout.ts';
import type { RolloutDefinition } from '../../release/rollout/rollout-definition.ts';

/** What calls would get at each step, and of one call why. */
export interface Simulation {
  readonly prompt: string;
  readonly environment: string;
  readonly calls: number;
  readonly steps: readonly SimulatedStep[];
  /** Of the call that was described, at each step. */
  readonly explained?: ReturnType<typeof explainCall>;
}

export interface AskedSimulation {
  /** Made-up units, where no calls are given. */
  readonly units: number;
  /** JSON Lines: the context of one call on each. */
  readonly contexts?: string | undefined;
  /** `name=value`: what one call says of itself. */
  readonly context: readonly string[];
}

/** Says what would be served, without starting anything. @throws Failure `usage-invalid` for a context that is none. */
export function simulatedRollout(definition: RolloutDefinition, { units, contexts, context }: AskedSimulation): Simulation {
  const { holdout, ...rest } = definition;
  const rollout = { ...rest, ...(holdout && { holdout: holdout.name }) };
  const holdouts = holdout === undefined ? {} : { [holdout.name]: holdout.share };
  const calls = contexts === undefined ? madeUpCalls(rollout, units) : contextLines(contexts);
  const described = context.length === 0 ? undefined : explainCall(rollout, contextOf(context), holdouts);
  return {
    prompt: definition.prompt,
    environment: definition.environment,
    calls: calls.length,
    steps: simulateRollout(rollout, calls, holdouts),
    ...(described && { explained: described }),
  };
}

function contextLines(text: string): CallContext[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return [value as CallContext];
    } catch {
      // Told below, like all that is no object.
    }
    throw new Failure('usage-invalid', `Line ${index + 1} of the contexts is no JSON object.`, {
      hint: 'Give one call on each line: {"userId": "u1", "country": "DE"}.',
    });
  });
}

/** Values are what they look like, as in YAML: `age=18` is a number, `beta=true` a truth value. */
function contextOf(pairs: readonly string[]): CallContext {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new Failure('usage-invalid', `"${pair}" is no attribute.`, { hint: 'Give each as `--context name=value`.' });
      return [pair.slice(0, at), typedValue(pair.slice(at + 1))];
    }),
  );
}

function typedValue(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  // An id with leading zeros is a text, and drawn as it is written.
  return text !== '' && String(Number(text)) === text ? Number(text) : text;
}
