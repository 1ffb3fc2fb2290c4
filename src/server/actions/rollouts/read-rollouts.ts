import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { QueryOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { listRollouts, listRolloutUnits, readRollout as readEndpoint } from '../../../protocol/rollouts.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import { findRollouts, newestRollouts, type RolloutRow, rolloutsUnderWay } from '../../storage/rollouts/rollouts.ts';
import { readUnits } from '../../storage/rollouts/units.ts';
import { type Call, seesPin } from '../call.ts';
import { PAGE, pageOf, textCursor } from '../cursor.ts';
import { settingOf } from '../environments/setting.ts';
import { resultsOf } from './rollout-figures.ts';
import { shownRollout } from './rollout-rows.ts';

interface Place {
  readonly environment: EnvironmentName;
  readonly prompt: PromptId;
}

/** The rollouts of an environment that the caller may see, the newest first. */
export async function rolloutsIn(
  call: Call,
  environment: EnvironmentName,
  { prompt, only, limit = PAGE }: QueryOf<typeof listRollouts>,
): Promise<ReplyOf<typeof listRollouts>> {
  const { id } = await settingOf(call.db, call.project, environment);
  const rows = only === 'under-way' ? await rolloutsUnderWay(call.db, id) : await newestRollouts(call.db, id, { prompt, limit });
  const wanted = rows.filter((row) => (prompt === undefined || row.prompt === prompt) && seesPin(call, environment, row.prompt));
  return { rollouts: wanted.map(shownRollout) };
}

/** A rollout with what its figures say. @throws Failure `not-found` */
export async function readRollout(call: Call, place: Place, rollout?: string): Promise<ReplyOf<typeof readEndpoint>> {
  const row = await rolloutNamed(call, place, rollout);
  return { rollout: shownRollout(row), ...(await resultsOf(call.db, row)) };
}

/** The units of a rollout, with what became of each. @throws Failure `not-found` */
export async function unitsOf(
  call: Call,
  place: Place,
  query: QueryOf<typeof listRolloutUnits>,
): Promise<ReplyOf<typeof listRolloutUnits>> {
  const { id } = await rolloutNamed(call, place, query.rollout);
  const { limit = PAGE } = query;
  const rows = await readUnits(call.db, { project: call.project, rollout: id }, { after: textCursor(query.cursor), limit: limit + 1 });
  const { page, ...rest } = pageOf(rows, limit, ({ unit }) => unit);
  const units = page.map(({ unit, variant, firstAt, measures }) => ({
    unit,
    variant,
    firstAt,
    measures: Object.fromEntries([...measures].map(([metric, { count, total }]) => [metric, { count, mean: total / count }])),
  }));
  return { rollout: id, units, ...rest };
}

/** The rollout of a prompt: of this id, else the newest. @throws Failure `not-found` */
export async function rolloutNamed(call: Call, { environment, prompt }: Place, rollout?: string): Promise<RolloutRow> {
  const { id } = await settingOf(call.db, call.project, environment);
  if (rollout === undefined) {
    const [newest] = await newestRollouts(call.db, id, { prompt, limit: 1 });
    if (newest !== undefined) return newest;
    throw new Failure('not-found', `${prompt} has had no rollout in ${environment}.`);
  }
  const row = (await findRollouts(call.db, call.project, [rollout])).get(rollout);
  if (row?.environment === environment && row.prompt === prompt) return row;
  throw new Failure('not-found', `There is no rollout ${rollout} of ${prompt} in ${environment}.`);
}
