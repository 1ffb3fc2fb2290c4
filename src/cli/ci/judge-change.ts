import { breakingChanges } from '../../prompt/breaking/breaking-changes.ts';
import type { CiOutcome } from '../../workflows/ci/ci-document-of.ts';
import { FAIL_ON_ALL, parseFailOn } from '../../workflows/ci/fail-on.ts';
import { readCiEvent } from '../../workflows/ci/read-ci-event.ts';
import { type CiDependencies, runCi } from '../../workflows/ci/run-ci.ts';
import { type Trust, trustOf } from '../../workflows/ci/trust.ts';
import type { CliContext } from '../context.ts';
import { exitCode, worstEnding } from '../exit-code.ts';
import { comparisonDependencies } from '../session/comparison-dependencies.ts';
import { openSession, type Session } from '../session/session.ts';
import type { CiFlags } from './ci-flags.ts';

/** Wires the gates of a pull request to this machine. */
export async function judgeChange(flags: CiFlags, context: CliContext): Promise<CiOutcome> {
  const failOn = flags.failOn === undefined ? FAIL_ON_ALL : parseFailOn(flags.failOn);
  const session = openSession(context);
  const trust = await trustIn(flags, session, context);
  // GitHub and GitLab tell the branch that a change goes to.
  const targetBranch = context.variables.GITHUB_BASE_REF || context.variables.CI_MERGE_REQUEST_TARGET_BRANCH_NAME || undefined;
  return runCi(
    {
      failOn,
      trust,
      ...(flags.against !== undefined && { against: flags.against }),
      ...(flags.env !== undefined && { environment: flags.env }),
      ...(targetBranch !== undefined && { targetBranch }),
    },
    dependenciesOf(session, trust, context),
  );
}

function dependenciesOf(session: Session, trust: Trust, context: CliContext): CiDependencies {
  return {
    ...session,
    ...comparisonDependencies(context, session),
    blobIds: session.blobIds,
    // A stranger's change reaches no registry.
    ...(trust.restricted && { registry: async () => undefined }),
    treeAt: remembered(session.treeAt),
    classify: breakingChanges,
    measure: async (models) => (await import('../../models/tokens/measure-texts.ts')).measureTexts(models),
    endings: { exitCode, worst: worstEnding },
  };
}

/** What is at hand may be a stranger's where it is not exactly the commit that the job is about. */
async function trustIn({ restricted }: CiFlags, session: Session, { variables }: CliContext): Promise<Trust> {
  const { commit, dirty } = (await (await session.git())?.headInfo()) ?? {};
  const checkedOut = dirty === false ? commit : undefined;
  const trust = trustOf({ variables, event: await readCiEvent(variables), ...(checkedOut !== undefined && { checkedOut }) });
  return restricted && !trust.restricted ? { ...trust, restricted: true, reason: '--restricted was given' } : trust;
}

/** The same answers, each question asked once: several gates look at one commit. */
function remembered<Answer>(ask: (name: string) => Promise<Answer>): (name: string) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>();
  return (name) => {
    const known = answers.get(name) ?? ask(name);
    answers.set(name, known);
    return known;
  };
}
