import type { ExpressionBuilder } from 'kysely';
import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { EnvironmentRevision, Move } from '../../../release/plan.ts';
import { inChunks } from '../in-chunks.ts';
import type { Database, Tables } from '../tables.ts';
import {
  type Change,
  type EnvironmentId,
  type EnvironmentLog,
  type EnvironmentState,
  type HistoryPage,
  type LoggedChange,
  pinKey,
} from './environment-log.ts';

/** The environment log in SQL, on a database or inside a transaction; the caller opens, migrates and closes the database. */
export function kyselyEnvironmentLog(db: Database): EnvironmentLog {
  return {
    revision: (environment) => readRevision(db, environment),

    current: (environment) => readState(db, environment),

    async requireRevision(environment, expected) {
      await revisionAt(db, environment, expected);
    },

    async append(environment, expected, change) {
      const { epoch, revision } = await revisionAt(db, environment, expected);
      const next = { epoch, revision: revision + 1 };
      if (!(await insertRevision(db, environment, next, change))) throw await revisionMoved(db, environment, expected);
      await insertMoves(db, environment, next.revision, change);
      await updatePins(db, environment, change.moves);
      return next;
    },

    history: (environment, page) => readHistory(db, environment, page),

    async pinnedSince(environment, prompts, since) {
      const keys = new Set<string>();
      for (const some of inChunks(prompts)) {
        const now = await inEnvironment(db, 'pins', environment).select(['prompt', 'digest']).where('prompt', 'in', some).execute();
        const left = await inEnvironment(db, 'environment_moves', environment)
          .select(['prompt', 'from_digest as digest'])
          .where('prompt', 'in', some)
          .where('time', '>=', since)
          .where('from_digest', 'is not', null)
          .execute();
        for (const { prompt, digest } of [...now, ...left]) if (digest !== null) keys.add(pinKey(prompt, digest));
      }
      return keys;
    },

    async activeSince(environment, prompts) {
      const since = new Map<string, number>();
      for (const some of inChunks(prompts)) {
        // A kill switch writes a move from a version to itself: the version stays where it is.
        const moves = inEnvironment(db, 'environment_moves', environment)
          .select(['prompt', 'to_digest', 'time'])
          .where('prompt', 'in', some);
        const arrivals = moves.where((move) =>
          move.or([move('from_digest', 'is', null), move('to_digest', 'is', null), move('from_digest', '!=', move.ref('to_digest'))]),
        );
        const newest = new Map((await arrivals.orderBy('revision').execute()).map((move) => [move.prompt, move]));
        for (const { prompt, to_digest, time } of newest.values()) if (to_digest !== null) since.set(pinKey(prompt, to_digest), time);
      }
      return since;
    },

    async activeBefore(environment, prompt) {
      const moves = await inEnvironment(db, 'environment_moves', environment)
        .select(['from_digest', 'to_digest'])
        .where('prompt', '=', prompt)
        .orderBy('revision', 'desc')
        .execute();
      const current = moves[0]?.to_digest;
      const left = moves.map((move) => move.from_digest).filter((digest) => digest !== null);
      return [...new Set(left)].filter((digest) => digest !== current);
    },
  };
}

type EnvironmentTable = 'pins' | 'environment_moves' | 'environment_log';

function inEnvironment<Table extends EnvironmentTable>(db: Database, table: Table, { project, name }: EnvironmentId) {
  const rows = db.selectFrom(table as EnvironmentTable).where('project', '=', project);
  return rows.where('environment', '=', name) as unknown as ReturnType<typeof db.selectFrom<Table>>;
}

async function readRevision(db: Database, environment: EnvironmentId): Promise<EnvironmentRevision> {
  const row = await db
    .selectFrom('registry')
    .select(['epoch', (query) => lastRevision(query, environment).as('revision')])
    .executeTakeFirstOrThrow();
  return { epoch: row.epoch, revision: row.revision ?? 0 };
}

/** Where an environment stands; undefined when it is not defined. One statement: every application asks for this all the time. */
export async function definedRevision(db: Database, environment: EnvironmentId): Promise<EnvironmentRevision | undefined> {
  const row = await db
    .selectFrom('registry')
    .innerJoin('environments', (join) =>
      join.on('environments.project', '=', environment.project).on('environments.name', '=', environment.name),
    )
    .select(['epoch', (query) => lastRevision(query, environment).as('revision')])
    .executeTakeFirst();
  return row && { epoch: row.epoch, revision: row.revision ?? 0 };
}

/** One statement, so that no other writer comes between the revision and the pins. */
async function readState(db: Database, { project, name }: EnvironmentId): Promise<EnvironmentState> {
  const rows = await db
    .selectFrom('registry')
    .leftJoin('pins', (join) => join.on('pins.project', '=', project).on('pins.environment', '=', name))
    .select(['epoch', 'prompt', 'digest', (query) => lastRevision(query, { project, name }).as('revision')])
    .orderBy('prompt')
    .execute();
  const [{ epoch, revision } = { epoch: 0, revision: 0 }] = rows;
  const pins = rows.flatMap(({ prompt, digest }) => (prompt === null || digest === null ? [] : [[prompt, digest] as const]));
  return { epoch, revision: revision ?? 0, pins: new Map(pins) };
}

function lastRevision(query: ExpressionBuilder<Tables, 'registry'>, { project, name }: EnvironmentId) {
  const log = query.selectFrom('environment_log').where('project', '=', project).where('environment', '=', name);
  return log.select((entry) => entry.fn.max('revision').as('revision'));
}

async function revisionAt(db: Database, environment: EnvironmentId, expected: EnvironmentRevision): Promise<EnvironmentRevision> {
  const actual = await readRevision(db, environment);
  if (actual.epoch === expected.epoch && actual.revision === expected.revision) return actual;
  throw await revisionMoved(db, environment, expected);
}

/** The unique key (project, environment, revision) lets one writer win, also where two transactions read at once. */
async function insertRevision(db: Database, { project, name }: EnvironmentId, at: EnvironmentRevision, change: Change): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('environment_log')
    .values({
      project,
      environment: name,
      ...at,
      time: change.time,
      actor_id: change.actor.id,
      actor_name: change.actor.name,
      cause: change.cause,
      message: change.message ?? null,
      request_id: change.requestId,
      commit_id: change.commit ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

async function insertMoves(db: Database, { project, name }: EnvironmentId, revision: number, { moves, time }: Change): Promise<void> {
  const rows = moves.map(({ prompt, from, to }): Tables['environment_moves'] => ({
    project,
    environment: name,
    revision,
    prompt,
    from_digest: from ?? null,
    to_digest: to ?? null,
    time,
  }));
  for (const some of inChunks(rows)) await db.insertInto('environment_moves').values(some).execute();
}

async function updatePins(db: Database, { project, name }: EnvironmentId, moves: readonly Move[]): Promise<void> {
  for (const some of inChunks(moves)) {
    const prompts = some.map((move) => move.prompt);
    await db.deleteFrom('pins').where('project', '=', project).where('environment', '=', name).where('prompt', 'in', prompts).execute();
    const pinned = some.flatMap(({ prompt, to }) => (to === undefined ? [] : [{ project, environment: name, prompt, digest: to }]));
    if (pinned.length > 0) await db.insertInto('pins').values(pinned).execute();
  }
}

async function readHistory(db: Database, environment: EnvironmentId, { prompt, before, limit }: HistoryPage): Promise<LoggedChange[]> {
  let revisions = inEnvironment(db, 'environment_log', environment).selectAll().orderBy('revision', 'desc').limit(limit);
  if (before !== undefined) revisions = revisions.where('revision', '<', before);
  if (prompt !== undefined) {
    const moved = inEnvironment(db, 'environment_moves', environment).select('revision').where('prompt', '=', prompt);
    revisions = revisions.where('revision', 'in', moved);
  }
  const rows = await revisions.execute();
  const moves = new Map<number, Move[]>(rows.map((row) => [row.revision, []]));
  for (const some of inChunks([...moves.keys()])) {
    let query = inEnvironment(db, 'environment_moves', environment).selectAll().where('revision', 'in', some).orderBy('prompt');
    if (prompt !== undefined) query = query.where('prompt', '=', prompt);
    for (const row of await query.execute()) moves.get(row.revision)?.push(moveOf(row.prompt, row.from_digest, row.to_digest));
  }
  return rows.map((row) => ({
    epoch: row.epoch,
    revision: row.revision,
    time: row.time,
    actor: { id: row.actor_id, name: row.actor_name },
    cause: row.cause,
    ...(row.message !== null && { message: row.message }),
    ...(row.commit_id !== null && { commit: row.commit_id }),
    moves: moves.get(row.revision) ?? [],
  }));
}

function moveOf(prompt: PromptId, from: Digest | null, to: Digest | null): Move {
  return { prompt, ...(from !== null && { from }), ...(to !== null && { to }) };
}

async function revisionMoved(db: Database, environment: EnvironmentId, expected: EnvironmentRevision): Promise<Failure> {
  const [last] = await readHistory(db, environment, { limit: 1 });
  const current = await readRevision(db, environment);
  const at = `${environment.name} is at revision ${current.revision}, not ${expected.revision}`;
  if (last === undefined || current.epoch !== expected.epoch) {
    return new Failure('revision-moved', `${at} (epoch ${current.epoch}, not ${expected.epoch}).`, { details: { current, expected } });
  }
  const when = new Date(last.time).toISOString();
  const message = `${at}: ${last.actor.name} moved it at ${when} (${last.cause}, ${last.moves.length} ${last.moves.length === 1 ? 'prompt' : 'prompts'}).`;
  return new Failure('revision-moved', message, { details: { current, expected, by: last.actor, time: last.time, cause: last.cause } });
}
