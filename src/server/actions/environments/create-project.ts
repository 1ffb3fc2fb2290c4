import type { Json } from '../../../base/json/canonical-json.ts';
import type { EnvironmentDefinition } from '../../../release/environment.ts';
import { appendAudit } from '../../storage/access/audit-trail.ts';
import { addProject, writeDefinitions } from '../../storage/environments/definitions.ts';
import type { Database } from '../../storage/tables.ts';
import { requireOrder } from './environment-definitions.ts';

/** Adds a project with its environments; one that is there is left as it is. */
export async function createProject(
  db: Database,
  project: string,
  environments: readonly EnvironmentDefinition[],
  time: number,
): Promise<void> {
  requireOrder(environments);
  await db.transaction().execute(async (transaction) => {
    if (!(await addProject(transaction, project, time))) return;
    await writeDefinitions(transaction, project, environments);
    await appendAudit(transaction, project, {
      time,
      actor: { id: 'server', name: 'server' },
      action: 'createProject',
      target: project,
      before: null,
      after: { environments: environments.map(({ name, policy }) => ({ name, policy: policy as Json })) },
      verdict: 'first start',
      requestId: 'start',
    });
  });
}
