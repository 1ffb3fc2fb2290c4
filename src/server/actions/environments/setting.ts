import { Failure } from '../../../base/failure.ts';
import type { EnvironmentDefinition, EnvironmentName } from '../../../release/environment.ts';
import { readDefinitions } from '../../storage/environments/definitions.ts';
import type { EnvironmentId, EnvironmentLog } from '../../storage/environments/environment-log.ts';
import { kyselyEnvironmentLog } from '../../storage/environments/kysely-environment-log.ts';
import type { Database } from '../../storage/tables.ts';

/** One environment as an act meets it: its definition, its place in the release order and its log. */
export interface Setting {
  readonly id: EnvironmentId;
  readonly definition: EnvironmentDefinition;
  readonly isFirst: boolean;
  readonly log: EnvironmentLog;
}

/** @throws Failure `not-found` when the project has no such environment. */
export async function settingOf(db: Database, project: string, name: EnvironmentName): Promise<Setting> {
  const definitions = await readDefinitions(db, project);
  const position = definitions.findIndex((definition) => definition.name === name);
  const definition = definitions[position];
  if (definition === undefined) {
    const known = definitions.map((other) => other.name).join(', ');
    throw new Failure('not-found', `There is no environment "${name}" in project "${project}".`, {
      hint: `Its environments are: ${known}.`,
    });
  }
  return { id: { project, name }, definition, isFirst: position === 0, log: kyselyEnvironmentLog(db) };
}
