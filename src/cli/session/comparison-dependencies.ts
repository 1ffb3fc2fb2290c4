import type { ComparisonDependencies } from '../../workflows/compare/comparison.ts';
import type { CliContext } from '../context.ts';
import { resolveNamed } from './resolve-named.ts';
import { openSession, type Session } from './session.ts';

/** What comparing needs, out of the session of one command; by default one that may fetch what a partial clone left out. */
export function comparisonDependencies(
  context: CliContext,
  session: Session = openSession(context, { fetches: true }),
): ComparisonDependencies & Pick<Session, 'git'> {
  return {
    ...session,
    registry: session.registryIfConfigured,
    resolve: (argument) => resolveNamed(argument, context.globals.directory, session),
  };
}
