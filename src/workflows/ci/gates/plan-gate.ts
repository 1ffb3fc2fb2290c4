import { counted } from '../../../base/text/counted.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { Registry } from '../../../registry/registry.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import { pinsOf } from '../../../release/lockfile/edit-lockfile.ts';
import type { Lockfile } from '../../../release/lockfile/lockfile.ts';
import { type Move, planMoves, type Refusal } from '../../../release/plan.ts';
import type { RolloutDefinition } from '../../../release/rollout/rollout-definition.ts';
import { type Environments, environmentNamed } from '../../release/environments.ts';
import { moveChanges } from '../../release/moves/move-changes.ts';
import { plan } from '../../release/moves/plan.ts';
import type { DescribedPlan } from '../../release/moves/plan-pins.ts';
import type { VersionSource } from '../../versions/version-source.ts';
import { fitted } from '../changed-prompts.ts';
import type { CiDocument, CiFinding } from '../document/ci-document.ts';
import { type GateResult, resultOf, skipped } from '../gate-result.ts';

export interface PlanGateRequest {
  /** Absent: every environment. */
  readonly environment?: string;
  /** A file for `apply`, and what it is relative to. */
  readonly out?: string;
  readonly directory: string;
  readonly prefix: string;
}

export interface PlanGateDependencies {
  readonly environments: Environments;
  /** Where the pins of an environment are. */
  readonly fileOf: (environment: EnvironmentName) => string;
  /** What the lockfile pins now. */
  readonly lock: Lockfile;
  /** What it pinned before the change. */
  readonly before: Lockfile;
  readonly versions: VersionSource;
  /** Nothing when none is configured, or none may be asked. */
  readonly registry: () => Promise<Pick<Registry, 'plan' | 'environments' | 'kind'> | undefined>;
  readonly isRestricted: boolean;
  /** What the files want to be under way in an environment. */
  readonly rollouts?: (environment: EnvironmentName) => readonly RolloutDefinition[];
}

/** Prompts whose pins a change moves, by environment. */
type Moved = ReadonlyMap<EnvironmentName, ReadonlySet<PromptId>>;

/**
 * Whether policy lets the pins move that a change moves; without a registry, only what the change of the lockfile means.
 *
 * A refusal of a move that was pending before is told and fails nothing: this change did not bring it.
 * @throws Failure what the registry throws, `environment-unknown`
 */
export async function planGate(request: PlanGateRequest, dependencies: PlanGateDependencies): Promise<GateResult> {
  const { environment, out, directory } = request;
  const { environments, lock, before, versions, isRestricted } = dependencies;
  const names = environment === undefined ? environments.map(({ name }) => name) : [environmentNamed(environments, environment)];
  const changed = names.map((name) => ({ name, moves: planMoves(pinsOf(before, name), pinsOf(lock, name), { prune: true }) }));
  const describe = async (move: Move) => ({ ...move, changes: await moveChanges(move, versions) });
  const registry = await dependencies.registry();
  if (!registry || registry.kind === 'langwatch') {
    const count = changed.reduce((sum, { moves }) => sum + moves.length, 0);
    const unasked = isRestricted ? "No registry is asked about a stranger's change" : 'No registry is configured';
    const why = registry ? 'LangWatch has no policies' : unasked;
    const offline = changed.map(async ({ name, moves }) => planOf(name, await Promise.all(moves.map(describe)), []));
    const plans = (await Promise.all(offline)).filter(({ moves }) => moves.length > 0);
    return skipped('plan', `${why}; in the lockfile ${counted(count, 'pin moves', 'pins move')}.`, { plans });
  }
  const { rollouts } = dependencies;
  const wanted = { registry, versions, lock, ...(rollouts && { rollouts }) };
  const asked = await plan({ environment, prune: false, out, directory }, environments, wanted);
  const moved = new Map(changed.map(({ name, moves }) => [name, new Set(moves.map(({ prompt }) => prompt))]));
  return judged(asked, moved, (name) => `${request.prefix}${dependencies.fileOf(name)}`);
}

function judged(
  { plans, drift }: { readonly plans: readonly DescribedPlan[]; readonly drift: readonly string[] },
  moved: Moved,
  fileOf: (environment: EnvironmentName) => string,
): GateResult {
  const findings = [
    ...plans.flatMap((one) =>
      one.refusals.map((refusal) => refusalFinding(refusal, one, moved.get(one.environment), fileOf(one.environment))),
    ),
    ...drift.map((message) => planFinding({ rule: 'environment-drift', severity: 'warning', message })),
  ];
  const told = plans.map(({ environment, moves, refusals }) => planOf(environment, moves, refusals.filter(isRefused)));
  const count = told.reduce((sum, { moves }) => sum + moves.length, 0);
  const refused = findings.filter(({ severity }) => severity === 'error').length;
  const summary = `${counted(count, 'pin moves', 'pins move')}${refused > 0 ? `, policy refuses ${refused}` : ''}.`;
  return resultOf('plan', summary, findings, { plans: told.filter(({ moves, refusals }) => moves.length + refusals.length > 0) });
}

/** The registry lacks what only this change holds; `push` brings it, and then policy says the rest. */
function isRefused({ code }: Refusal): boolean {
  return code !== 'version-unknown';
}

function refusalFinding(
  refusal: Refusal,
  { environment }: DescribedPlan,
  moved: ReadonlySet<PromptId> = new Set(),
  file: string,
): CiFinding {
  const { code, prompt, message, satisfy } = refusal;
  const isOurs = prompt === undefined ? moved.size > 0 : moved.has(prompt);
  const severity = !isRefused(refusal) ? 'info' : isOurs ? 'error' : 'warning';
  const finding = planFinding({ rule: code, severity, message: `${environment}: ${message}` }, file);
  return { ...finding, hint: satisfy, ...(prompt !== undefined && { subject: prompt }) };
}

function planFinding(said: Pick<CiFinding, 'rule' | 'severity' | 'message'>, file?: string): CiFinding {
  return { gate: 'plan', ...said, ...(file !== undefined && { place: { file, line: 1, column: 1, endLine: 1, endColumn: 1 } }) };
}

function planOf(environment: EnvironmentName, moves: DescribedPlan['moves'], refusals: readonly Refusal[]): CiDocument['plans'][number] {
  return { environment, moves: moves.map(({ changes, ...move }) => ({ ...move, changes: fitted(changes) })), refusals: [...refusals] };
}
