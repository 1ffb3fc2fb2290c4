import { hasErrors } from '../../base/diagnostic.ts';
import type { Digest } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { breaking } from '../compare/breaking.ts';
import type { Earlier } from '../compare/sides/earlier-side.ts';
import { beforeChange, earlierCommit } from '../evaluation/affected/before-change.ts';
import type { Evaluation } from '../evaluation/select-evaluations.ts';
import { firstEnvironment } from '../release/environments.ts';
import { soundRollouts } from '../rollouts/rollout-files.ts';
import { lockedVersions } from '../versions/locked-versions.ts';
import type { Tree } from '../versions/tree.ts';
import { firstOf } from '../versions/version-source.ts';
import type { CiDependencies, CiRequest } from './ci-request.ts';
import { comparesItself } from './compared-with.ts';
import type { CiFinding, CiGate } from './document/ci-document.ts';
import { FAILED_ENDINGS, type GateResult, skipped } from './gate-result.ts';
import { breakingGate } from './gates/breaking-gate.ts';
import { evalGate } from './gates/eval-gate.ts';
import { lockGate } from './gates/lock-gate.ts';
import { planGate } from './gates/plan-gate.ts';
import { judge } from './judge.ts';
import { lockfileBefore } from './lockfile-before.ts';
import { ownFiles } from './own-files.ts';

/** What a change is, and what it is compared with. */
export interface Change {
  readonly workspace: Pick<Workspace, 'root' | 'gitRoot' | 'config'>;
  readonly prefix: string;
  readonly tree: Tree;
  /** Rejects where it cannot be had; each gate that needs it says so. */
  readonly earlier: Promise<Earlier>;
}

/**
 * Judges a change by the gates that need valid prompts: lock, breaking, eval and plan.
 *
 * Evals go before the contract check, which takes a version that passed its suites for one that needs them no more.
 */
export async function judgeChange(request: CiRequest, change: Change, dependencies: CiDependencies): Promise<GateResult[]> {
  const { prefix, tree, workspace } = change;
  if (hasErrors(tree.diagnostics)) return (['lock', 'breaking', 'eval', 'plan'] as const).map(unasked);
  const ask = (gate: CiGate, question: () => Promise<GateResult>) => judge(gate, prefix, question);
  const lock = await ask('lock', async () => {
    const asked = { tree, blobIds: dependencies.blobIds, lockfile: await dependencies.lockfile() };
    return lockGate(firstEnvironment(workspace.config.environments), asked, prefix);
  });
  const evaluated = await ask('eval', () => askEvals(request, change, dependencies));
  const contract = await ask('breaking', () => askBreaking(request, evaluatedDigests(evaluated, tree), change, dependencies));
  const plan = await ask('plan', () => askPlan(request, change, dependencies));
  return [lock, contract, placed(evaluated, contract), plan];
}

/** The result of a gate that needs valid prompts: not judged, and alone it would fail as `check` does. */
function unasked(gate: CiGate): GateResult {
  return { gate, status: 'skipped', summary: 'Not judged: the prompts are invalid.', ending: FAILED_ENDINGS.check, findings: [] };
}

function askEvals(request: CiRequest, { earlier, workspace, tree, prefix }: Change, dependencies: CiDependencies): Promise<GateResult> {
  const { root } = workspace;
  const { evaluate, endings, cassetteOf, stored } = dependencies;
  const commit = async () => earlierCommit(await earlier, request.targetBranch, await dependencies.git());
  const before = async () => beforeChange(await earlier, await commit(), dependencies);
  const ownAnswers = async (evaluations: readonly Evaluation[]) => {
    const files = await Promise.all(evaluations.map(async (one): Promise<[Evaluation, string]> => [one, await cassetteOf(one)]));
    const paths = [...new Set(files.map(([, file]) => file))];
    const own = await ownFiles(paths, root, await commit(), await dependencies.git());
    return new Map(files.filter(([, file]) => own.has(file)));
  };
  const judgeModel = workspace.config.models.default;
  return evalGate(
    { ...request, prefix },
    { tree, root, stored, judgeModel, before, evaluate, ownAnswers, worst: (all) => endings.worst(all) },
  );
}

/** Versions of which every suite that was run passed, and at least one was; by answers that the change does not bring itself. */
function evaluatedDigests({ facts, findings }: GateResult, { library, versions }: Tree): ReadonlySet<Digest> {
  const claimed = new Set(findings.flatMap(({ rule, subject }) => (rule === 'own-cassette' ? [subject] : [])));
  const outcomes = new Map<string, boolean>();
  for (const { prompt, outcome } of facts?.evaluations ?? []) outcomes.set(prompt, outcome === 'passed' && outcomes.get(prompt) !== false);
  const passed = [...outcomes].filter(([prompt, isPassed]) => isPassed && !claimed.has(prompt)).map(([prompt]) => prompt as PromptId);
  return new Set(passed.filter((prompt) => library.prompts.has(prompt)).map((prompt) => versions.of(prompt).digest));
}

async function askBreaking(
  request: CiRequest,
  evaluated: ReadonlySet<Digest>,
  { earlier, prefix }: Change,
  dependencies: CiDependencies,
): Promise<GateResult> {
  const { classify } = dependencies;
  if (await comparesItself(await earlier, await dependencies.git())) return NOTHING_COMPARED;
  const outcome = await breaking(
    { ...request, prompts: [], staged: false },
    { ...dependencies, classify: (before, after, options) => classify(before, after, { ...options, evaluated }) },
  );
  return breakingGate(outcome, prefix);
}

const NOTHING_COMPARED = skipped(
  'breaking',
  'Nothing is compared: the commit that is checked out is the one to compare with. `--against HEAD~1` judges its own change.',
  { breaking: { count: 0, semver: 'none' } },
);

async function askPlan(
  request: CiRequest,
  { earlier, workspace, tree, prefix }: Change,
  dependencies: CiDependencies,
): Promise<GateResult> {
  const commit = await earlierCommit(await earlier, request.targetBranch, await dependencies.git());
  const before = await lockfileBefore(commit, dependencies);
  const { directory, environment, planOut } = request;
  const asked = { directory, prefix, ...(environment !== undefined && { environment }), ...(planOut !== undefined && { out: planOut }) };
  return planGate(asked, {
    environments: workspace.config.environments,
    fileOf: (await dependencies.lockfile()).fileOf,
    lock: await dependencies.lock(),
    before,
    // What is here goes before what the registry would have to be asked for.
    versions: firstOf([lockedVersions(before, dependencies.texts), await dependencies.versions()]),
    registry: dependencies.registry,
    isRestricted: request.trust.restricted,
    rollouts: (name) => soundRollouts({ tree, config: workspace.config }, name),
  });
}

/** Puts what an eval found where the change is that needed it, so that a reviewer sees both in one place. */
function placed(evaluated: GateResult, contract: GateResult): GateResult {
  const places = new Map<string, NonNullable<CiFinding['place']>>();
  for (const { rule, subject, place } of contract.findings) {
    if (rule.startsWith('E5') && subject !== undefined && place && !places.has(subject)) places.set(subject, place);
  }
  const findings = evaluated.findings.map((finding) => {
    const place = places.get(finding.subject ?? '');
    return place && finding.rule !== 'own-cassette' ? { ...finding, place } : finding;
  });
  return { ...evaluated, findings };
}
