import { authorise } from '../../../access/authorise.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { addExposures, addOutcomes, DropReason } from '../../../protocol/exposures.ts';
import { assign } from '../../../release/rollout/assign.ts';
import type { ServedRollout } from '../../../release/rollout/served-rollout.ts';
import { findRollouts, type RolloutRow } from '../../storage/rollouts/rollouts.ts';
import { addUnits, metricNames, addOutcomes as storeOutcomes } from '../../storage/rollouts/units.ts';
import type { Database } from '../../storage/tables.ts';
import type { Call } from '../call.ts';
import { metricBounds } from './metric-bounds.ts';
import { definitionOf } from './rollout-rows.ts';
import { servedOf } from './served-rollouts.ts';

type Exposures = BodyOf<typeof addExposures>['exposures'];
type Outcomes = BodyOf<typeof addOutcomes>['outcomes'];
type Counted = ReplyOf<typeof addExposures>;
type Reported = Exposures[number] | Outcomes[number];

/** Metrics that one rollout keeps: names are the application's, and a name made of an id would fill the database. */
const MOST_METRICS = 20;

/**
 * Counts which units got which variant.
 *
 * Nobody is believed: what a unit gets follows from the rollout alone, so that a report of anything else is dropped,
 * as is one of a unit that is not compared.
 */
export async function countExposures(call: Call, exposures: Exposures): Promise<Counted> {
  return await counting(call, exposures, async (transaction, sound, rollouts, drop) => {
    const rows = sound.filter((exposure) => {
      const rollout = rollouts.get(exposure.rollout);
      const isDrawn = rollout !== undefined && isComparedIn(rollout, exposure.unit, exposure.variant);
      if (!isDrawn) drop(exposure, 'not-compared');
      return isDrawn;
    });
    const seen = rows.map(({ rollout, unit, variant }) => ({ project: call.project, rollout, unit, variant, first_at: call.time }));
    return { tried: rows.length, counted: await addUnits(transaction, seen) };
  });
}

/** Counts what became of calls. Those of units that were never seen wait for their exposure. */
export async function countOutcomes(call: Call, outcomes: Outcomes): Promise<Counted> {
  return await counting(call, outcomes, async (transaction, sound, rollouts, drop) => {
    const names = new Map<string, Set<string>>();
    for (const rollout of rollouts.keys()) names.set(rollout, new Set(await metricNames(transaction, { project: call.project, rollout })));
    const rows = sound.filter((outcome) => {
      const [low, high] = metricBounds(outcome.metric) ?? [outcome.value, outcome.value];
      if (outcome.value < low || outcome.value > high) {
        drop(outcome, 'out-of-bounds');
        return false;
      }
      const known = names.get(outcome.rollout) ?? new Set();
      const isKept = known.has(outcome.metric) || known.size < MOST_METRICS;
      if (isKept) known.add(outcome.metric);
      else drop(outcome, 'too-many-metrics');
      return isKept;
    });
    const kept = rows.map(({ id, rollout, metric, unit, value }) => ({ project: call.project, id, rollout, metric, unit, value }));
    return { tried: rows.length, counted: await storeOutcomes(transaction, kept) };
  });
}

type Drop = (reported: Reported, reason: DropReason) => void;
type Count<Item> = (
  transaction: Database,
  sound: readonly Item[],
  rollouts: ReadonlyMap<string, RolloutRow>,
  drop: Drop,
) => Promise<{ readonly tried: number; readonly counted: number }>;

/** @throws Failure `not-found`, `not-allowed` when any of it is about a prompt that the caller may not report of: then nothing counts. */
async function counting<Item extends Reported>(call: Call, items: readonly Item[], count: Count<Item>): Promise<Counted> {
  const { project, principal } = call;
  const places = new Map(items.map(({ environment, prompt }) => [`${environment} ${prompt}`, { environment, prompt }]));
  for (const place of places.values()) authorise(principal, 'exposures:write', { project, ...place });
  const dropped: { id: string; reason: DropReason }[] = [];
  const drop: Drop = ({ id }, reason) => void dropped.push({ id, reason });
  if (items.length === 0) return { counted: 0, known: 0, dropped };
  return await call.db.transaction().execute(async (transaction) => {
    const rollouts = await findRollouts(transaction, project, [...new Set(items.map(({ rollout }) => rollout))]);
    const sound = items.filter((item) => {
      const reason = unsoundness(item, rollouts.get(item.rollout));
      if (reason !== undefined) drop(item, reason);
      return reason === undefined;
    });
    const { tried, counted } = await count(transaction, sound, rollouts, drop);
    return { counted, known: tried - counted, dropped };
  });
}

function unsoundness({ environment, prompt, variant }: Reported, rollout: RolloutRow | undefined): DropReason | undefined {
  if (rollout === undefined || rollout.environment !== environment || rollout.prompt !== prompt) return 'rollout-unknown';
  if (rollout.ended_at !== null || rollout.started_at === null) return 'rollout-over';
  const { variants } = definitionOf(rollout);
  return variant === 'control' || variants.some(({ id }) => id === variant) ? undefined : 'variant-unknown';
}

/** At the coverage where most is compared: what was compared at a lesser one is there too, on the same side. */
function isComparedIn(row: RolloutRow, unit: string, variant: string): boolean {
  const underWay = servedOf(row);
  if (underWay === undefined) return false;
  const { rules: _rules, ...served } = underWay;
  const widest: ServedRollout = { ...served, coverage: served.mode === 'experiment' ? 1 : 0.5 };
  const [attribute = ''] = widest.unit;
  const assigned = assign(widest, { [attribute]: unit });
  return assigned.compared && assigned.variant === variant;
}
