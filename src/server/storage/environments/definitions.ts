import type { EnvironmentDefinition, EnvironmentPolicy } from '../../../release/environment.ts';
import type { Database } from '../tables.ts';

/** The environments of a project in release order. */
export async function readDefinitions(db: Database, project: string): Promise<EnvironmentDefinition[]> {
  const rows = await db.selectFrom('environments').select(['name', 'policy']).where('project', '=', project).orderBy('position').execute();
  return rows.map(({ name, policy }) => ({ name, policy: JSON.parse(policy) as EnvironmentPolicy }));
}

/** Replaces the environments of a project; logs and pins of removed ones stay in the database. */
export async function writeDefinitions(db: Database, project: string, definitions: readonly EnvironmentDefinition[]): Promise<void> {
  await db.deleteFrom('environments').where('project', '=', project).execute();
  const rows = definitions.map(({ name, policy }, position) => ({ project, name, position, policy: JSON.stringify(policy) }));
  await db.insertInto('environments').values(rows).execute();
}

export async function projectExists(db: Database, project: string): Promise<boolean> {
  return (await db.selectFrom('projects').select('name').where('name', '=', project).executeTakeFirst()) !== undefined;
}

/** Adds a project unless it is there; true when it was added. */
export async function addProject(db: Database, project: string, time: number): Promise<boolean> {
  const added = await db
    .insertInto('projects')
    .values({ name: project, created_at: time })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n;
}

export async function readProjectNames(db: Database): Promise<string[]> {
  return (await db.selectFrom('projects').select('name').orderBy('name').execute()).map(({ name }) => name);
}
