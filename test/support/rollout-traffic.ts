import type { PromptId } from '../../src/prompt/prompt.ts';
import type { Registry } from '../../src/registry/registry.ts';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { assign } from '../../src/release/rollout/assign.ts';
import type { ServedRollout } from '../../src/release/rollout/served-rollout.ts';

export interface Traffic {
  readonly environment: EnvironmentName;
  readonly prompt: PromptId;
  /** How many compared units to send. */
  readonly units: number;
  /** How often a call fails, by variant; absent: nobody tells. */
  readonly errors?: Readonly<Record<string, number>>;
  /** Names these units: others than those of another time. */
  readonly named: string;
  readonly time: number;
}

/** Sends what applications would: the draw of as many users as it takes to have some that are compared, and how their calls ended. */
export async function sendTraffic(registry: Registry, { environment, prompt, units, errors, named, time }: Traffic): Promise<void> {
  const rollout = (await registry.state(environment)).rollouts.get(prompt);
  if (rollout === undefined) throw new Error(`${prompt} has no rollout in ${environment}`);
  const drawn = comparedUnits(rollout, units, named);
  const about = { prompt, environment, rollout: rollout.id, time };
  const exposures = drawn.map(({ unit, variant, version }) => ({ id: `${named}-${unit}`, ...about, unit, variant, digest: version }));
  await inBatches(exposures, (some) => registry.addExposures(some));
  if (errors === undefined) return;
  const outcomes = drawn.map(({ unit, variant }, index) => {
    // As many failures as the rate says, spread over the units.
    const rate = errors[variant] ?? 0;
    const value = Math.floor((index + 1) * rate) - Math.floor(index * rate);
    return { id: `${named}-${unit}`, ...about, unit, variant, metric: 'error_rate', value };
  });
  await inBatches(outcomes, (some) => registry.addOutcomes(some));
}

function comparedUnits(rollout: ServedRollout, wanted: number, named: string) {
  const [attribute = ''] = rollout.unit;
  const drawn = [];
  for (let user = 0; drawn.length < wanted; user += 1) {
    const unit = `${named}-${user}`;
    const { compared, variant, version } = assign(rollout, { [attribute]: unit });
    if (compared) drawn.push({ unit, variant, version });
  }
  return drawn;
}

async function inBatches<Item>(items: readonly Item[], send: (some: readonly Item[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < items.length; start += 1000) await send(items.slice(start, start + 1000));
}
