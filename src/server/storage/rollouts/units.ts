import { sql } from 'kysely';
import { inChunks } from '../in-chunks.ts';
import type { Database, Tables } from '../tables.ts';

/** A rollout by the keys of its tables. */
export interface RolloutKey {
  readonly project: string;
  readonly rollout: string;
}

/** Keeps who was seen; a unit that is known keeps its first variant. Answers how many are new. */
export async function addUnits(transaction: Database, rows: readonly Tables['rollout_units'][]): Promise<number> {
  let added = 0;
  for (const some of inChunks(rows)) {
    const result = await transaction
      .insertInto('rollout_units')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    added += Number(result.numInsertedOrUpdatedRows ?? 0n);
  }
  return added;
}

/** One outcome, by the id that its application gave it. */
export interface OutcomeRow extends RolloutKey {
  readonly id: string;
  readonly metric: string;
  readonly unit: string;
  readonly value: number;
}

/**
 * Applications make the ids, so those of two rollouts may be the same: who reports of one neither takes those of another
 * away, nor learns which are there.
 */
const keyOf = ({ rollout, id }: OutcomeRow) => `${rollout} ${id}`;

/** Adds outcomes to what is known of their units, each id of a rollout once. Answers how many are new. */
export async function addOutcomes(transaction: Database, outcomes: readonly OutcomeRow[]): Promise<number> {
  let added = 0;
  for (const some of inChunks([...new Map(outcomes.map((outcome) => [keyOf(outcome), outcome])).values()])) {
    const inserted = await transaction
      .insertInto('rollout_outcomes')
      .values(some.map((outcome) => ({ project: outcome.project, id: keyOf(outcome), rollout: outcome.rollout })))
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .execute();
    const fresh = new Set(inserted.map(({ id }) => id));
    added += fresh.size;
    const sums = summed(some.filter((outcome) => fresh.has(keyOf(outcome))));
    if (sums.length > 0) await addSums(transaction, sums);
  }
  return added;
}

type Sum = Tables['rollout_measures'];

function summed(outcomes: readonly OutcomeRow[]): Sum[] {
  const sums = new Map<string, Sum>();
  for (const { project, rollout, metric, unit, value } of outcomes) {
    const key = JSON.stringify([project, rollout, metric, unit]);
    const known = sums.get(key);
    sums.set(key, { project, rollout, metric, unit, count: (known?.count ?? 0) + 1, total: (known?.total ?? 0) + value });
  }
  return [...sums.values()];
}

async function addSums(transaction: Database, sums: readonly Sum[]): Promise<void> {
  await transaction
    .insertInto('rollout_measures')
    .values(sums)
    .onConflict((conflict) =>
      conflict.columns(['project', 'rollout', 'metric', 'unit']).doUpdateSet((row) => ({
        count: row('rollout_measures.count', '+', row.ref('excluded.count')),
        total: row('rollout_measures.total', '+', row.ref('excluded.total')),
      })),
    )
    .execute();
}

/** The metrics of which a rollout has outcomes. */
export async function metricNames(db: Database, { project, rollout }: RolloutKey): Promise<string[]> {
  const rows = db.selectFrom('rollout_measures').select('metric').distinct().where('project', '=', project).where('rollout', '=', rollout);
  return (await rows.orderBy('metric').execute()).map(({ metric }) => metric);
}

/** How many units got each variant first, and when the last new one came. */
export interface SeenUnits {
  readonly variant: string;
  readonly units: number;
  readonly lastAt: number;
}

export async function seenUnits(db: Database, { project, rollout }: RolloutKey, since = 0): Promise<SeenUnits[]> {
  return await db
    .selectFrom('rollout_units')
    .select(['variant', (row) => row.fn.countAll<number>().as('units'), (row) => row.fn.max('first_at').as('lastAt')])
    .where('project', '=', project)
    .where('rollout', '=', rollout)
    .where('first_at', '>=', since)
    .groupBy('variant')
    .orderBy('variant')
    .execute();
}

/** Sums over the means of the units that a variant was given to. */
export interface UnitSums {
  readonly variant: string;
  readonly units: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** What a metric says of each variant; units without an outcome are not in it. */
export async function unitSums(db: Database, { project, rollout }: RolloutKey, metric: string): Promise<UnitSums[]> {
  return await db
    .selectFrom('rollout_measures as measured')
    .innerJoin('rollout_units as seen', (join) =>
      join
        .onRef('seen.project', '=', 'measured.project')
        .onRef('seen.rollout', '=', 'measured.rollout')
        .onRef('seen.unit', '=', 'measured.unit'),
    )
    .select([
      'seen.variant',
      (row) => row.fn.countAll<number>().as('units'),
      sql<number>`sum(measured.total / measured.count)`.as('sum'),
      sql<number>`sum((measured.total / measured.count) * (measured.total / measured.count))`.as('sumOfSquares'),
    ])
    .where('measured.project', '=', project)
    .where('measured.rollout', '=', rollout)
    .where('measured.metric', '=', metric)
    .groupBy('seen.variant')
    .orderBy('seen.variant')
    .execute();
}

/** A unit with its outcomes by metric. */
export interface UnitRow {
  readonly unit: string;
  readonly variant: string;
  readonly firstAt: number;
  readonly measures: ReadonlyMap<string, { readonly count: number; readonly total: number }>;
}

/** A page of the units of a rollout, in the order of their names. */
export async function readUnits(
  db: Database,
  { project, rollout }: RolloutKey,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<UnitRow[]> {
  let units = db.selectFrom('rollout_units').selectAll().where('project', '=', project).where('rollout', '=', rollout);
  if (after !== undefined) units = units.where('unit', '>', after);
  const rows = await units.orderBy('unit').limit(limit).execute();
  const measures = new Map<string, Map<string, { count: number; total: number }>>(rows.map(({ unit }) => [unit, new Map()]));
  for (const some of inChunks([...measures.keys()])) {
    const measured = db.selectFrom('rollout_measures').selectAll().where('project', '=', project).where('rollout', '=', rollout);
    for (const { unit, metric, count, total } of await measured.where('unit', 'in', some).orderBy('metric').execute())
      measures.get(unit)?.set(metric, { count, total });
  }
  return rows.map(({ unit, variant, first_at }) => ({ unit, variant, firstAt: first_at, measures: measures.get(unit) ?? new Map() }));
}

/** Forgets which outcomes were counted; their sums stay. */
export async function forgetOutcomes(transaction: Database, { project, rollout }: RolloutKey): Promise<void> {
  await transaction.deleteFrom('rollout_outcomes').where('project', '=', project).where('rollout', '=', rollout).execute();
}
