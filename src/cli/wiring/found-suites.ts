import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { Evaluated } from '../../workflows/evaluation/evaluate.ts';
import { pathInside } from '../../workspace/files/path-inside.ts';
import type { CliContext } from '../context.ts';
import { openSession } from '../session/session.ts';
import type { EvaluationOutcome } from './eval-output.ts';

/** Says where the suites of runs stand, as far as they are here: a run may come from another machine. */
export async function foundSuites(evaluated: readonly Evaluated[], context: CliContext): Promise<EvaluationOutcome> {
  const workspace = await openSession(context)
    .workspace()
    .catch((error: unknown) => {
      // Reports of runs are made anywhere, also where there is no workspace or a broken one.
      if (error instanceof Failure) return undefined;
      throw error;
    });
  const isHere = (file: string) => {
    if (workspace === undefined) return false;
    const path = join(workspace.root, file);
    return pathInside(workspace.root, path) !== undefined && existsSync(path);
  };
  const found = evaluated.map(({ file, ...one }) => (file !== undefined && isHere(file) ? { ...one, file } : one));
  return { evaluated: found, ...(workspace && { workspace }) };
}
