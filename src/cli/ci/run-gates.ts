import { relative, resolve } from 'node:path';
import { exitCode, worstEnding } from '../../base/exit-code.ts';
import { breakingChanges } from '../../prompt/breaking/breaking-changes.ts';
import { requireChangeAtHand } from '../../workflows/ci/change-at-hand.ts';
import type { CiDependencies, CiRequest } from '../../workflows/ci/ci-request.ts';
import { pushedOver } from '../../workflows/ci/compared-with.ts';
import type { CiOutcome } from '../../workflows/ci/document/ci-document-of.ts';
import { FAIL_ON_ALL, parseFailOn } from '../../workflows/ci/fail-on.ts';
import { readCiEvent } from '../../workflows/ci/read-ci-event.ts';
import { runCi } from '../../workflows/ci/run-ci.ts';
import { type Trust, trustOf } from '../../workflows/ci/trust.ts';
import type { Evaluation } from '../../workflows/evaluation/select-evaluations.ts';
import { environmentNamed } from '../../workflows/release/environments.ts';
import { type CliContext, isCi } from '../context.ts';
import { positiveNumber } from '../program/flag-values.ts';
import { comparisonDependencies } from '../session/comparison-dependencies.ts';
import { openSession, type Session } from '../session/session.ts';
import { suiteCassette } from '../wiring/open-evaluation-model.ts';
import { type EvaluationRunner, openEvaluationRunner } from '../wiring/run-evaluations.ts';
import { openStoredDatasets } from '../wiring/stored-datasets.ts';
import type { CiFlags } from './ci-flags.ts';
import { giveEvidence } from './give-evidence.ts';

/** Runs the gates of a pull request on this machine. */
export async function runGates(flags: CiFlags, context: CliContext): Promise<CiOutcome> {
  const failOn = flags.failOn === undefined ? FAIL_ON_ALL : parseFailOn(flags.failOn);
  if (flags.maxCost !== undefined) positiveNumber('--max-cost', flags.maxCost);
  // Nothing is asked of a registry before it is known whose change this is.
  let isOffline = true;
  const session = openSession(context, { isOffline: () => isOffline });
  // A name that is wrong in the command line is no trouble of three gates.
  if (flags.env !== undefined) environmentNamed((await session.workspace()).config.environments, flags.env);
  const trust = await trustIn(flags, session, context);
  isOffline = trust.restricted;
  let opened: Promise<EvaluationRunner> | undefined;
  const runner = () => {
    opened ??= openEvaluationRunner(evalFlags(flags, trust), session, context);
    return opened;
  };
  try {
    const request = { ...requestOf(flags, context), ...(await machineWords(context)), failOn, trust };
    return await runCi(request, dependenciesOf(flags, trust, session, runner, context));
  } finally {
    (await opened?.catch(() => undefined))?.end();
  }
}

/** What GitHub and GitLab tell: the branch that a change goes to, or what was pushed over. */
async function machineWords({ variables }: CliContext): Promise<Pick<CiRequest, 'isCi' | 'targetBranch' | 'pushedOver'>> {
  const targetBranch = variables.GITHUB_BASE_REF || variables.CI_MERGE_REQUEST_TARGET_BRANCH_NAME || undefined;
  const before = pushedOver(variables, await readCiEvent(variables));
  return {
    isCi: isCi(variables) || variables.GITHUB_ACTIONS === 'true' || variables.GITLAB_CI === 'true',
    ...(targetBranch !== undefined && { targetBranch }),
    ...(before !== undefined && { pushedOver: before }),
  };
}

function requestOf(flags: CiFlags, { globals }: CliContext): Omit<CiRequest, 'failOn' | 'trust' | 'isCi'> {
  const { against, env, suites, model, planOut } = flags;
  return {
    suites,
    directory: globals.directory,
    ...(against !== undefined && { against }),
    ...(model !== undefined && { model }),
    ...(env !== undefined && { environment: env }),
    ...(planOut !== undefined && { planOut }),
  };
}

/** Of a stranger's change nothing is asked, and no answer of an earlier run is trusted. */
function evalFlags({ env, model, cassette, maxCost }: CiFlags, { restricted }: Trust) {
  return {
    cache: !restricted,
    recordedOnly: restricted,
    ...(env !== undefined && { env }),
    ...(model !== undefined && { model }),
    ...(cassette !== undefined && { cassette }),
    ...(maxCost !== undefined && { maxCost }),
  };
}

function dependenciesOf(
  { cassette }: CiFlags,
  trust: Trust,
  session: Session,
  runner: () => Promise<EvaluationRunner>,
  context: CliContext,
): CiDependencies {
  return {
    ...comparisonDependencies(context, session),
    blobIds: session.blobIds,
    lockfile: session.lockfile,
    lockAt: session.lockAt,
    sources: session.sources,
    treeAt: remembered(session.treeAt),
    classify: breakingChanges,
    measure: async (models) => (await import('../../models/tokens/measure-texts.ts')).measureTexts(models),
    stored: openStoredDatasets(session),
    evaluate: async (evaluation: Evaluation) => {
      const [evaluated] = await (await runner()).run([evaluation]);
      if (!evaluated) throw new TypeError('an evaluation has a report');
      // Before the plan is asked for, which may want it.
      await giveEvidence(evaluated, session, trust, context);
      return evaluated.report;
    },
    async cassetteOf({ suite }) {
      const { root, config } = await session.workspace();
      const file = cassette === undefined ? suiteCassette(suite, config) : relative(root, resolve(context.globals.directory, cassette));
      return file.replaceAll('\\', '/');
    },
    endings: { exitCode, worst: worstEnding },
  };
}

/** What is at hand may be a stranger's where it is not exactly the commit that the job is about. */
async function trustIn({ restricted }: CiFlags, session: Session, context: CliContext): Promise<Trust> {
  const { variables } = context;
  const { commit, dirty } = (await (await session.git())?.headInfo()) ?? {};
  const checkedOut = dirty === false ? commit : undefined;
  const asked = { variables, ...(checkedOut !== undefined && { checkedOut }) };
  requireChangeAtHand(asked);
  const trust = trustOf({ ...asked, event: await readCiEvent(variables) });
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
