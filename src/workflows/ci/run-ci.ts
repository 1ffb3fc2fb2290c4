import { hasErrors } from '../../base/diagnostic.ts';
import type { EvalReport } from '../../evals/report/eval-report.ts';
import type { Lockfile } from '../../release/lockfile/lockfile.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { workspacePrefix } from '../../workspace/files/workspace-prefix.ts';
import type { Git } from '../../workspace/git/git.ts';
import type { CheckDependencies } from '../authoring/check.ts';
import { scannedTextsOfTree } from '../authoring/scanned-texts.ts';
import type { BreakingDependencies } from '../compare/breaking.ts';
import { type Earlier, earlierSide } from '../compare/earlier-side.ts';
import { openLaterSide } from '../compare/open-side.ts';
import type { Evaluation } from '../evaluation/select-evaluations.ts';
import type { LockDependencies } from '../release/lock.ts';
import type { Tree } from '../versions/tree.ts';
import { changedPrompts } from './changed-prompts.ts';
import type { CiDocument } from './ci-document.ts';
import { type CiContext, type CiOutcome, ciDocumentOf, type Endings } from './ci-document-of.ts';
import type { FailOn } from './fail-on.ts';
import { checkGate } from './gates/check-gate.ts';
import { secretsGate } from './gates/secrets-gate.ts';
import { judge } from './judge.ts';
import { judgeChange } from './judge-change.ts';
import type { Trust } from './trust.ts';

export interface CiRequest {
  /** What the change is compared with; absent: the config's, else where the branch left the main one. */
  readonly against?: string;
  /** The branch that the change goes to, where the machine tells it. */
  readonly targetBranch?: string;
  /** The environment that the change is meant for: whose levels hold, and which plan is asked for. */
  readonly environment?: string;
  readonly suites: 'affected' | 'all';
  /** A file that takes the plan for `apply`, and what it is relative to. */
  readonly planOut?: string;
  readonly directory: string;
  readonly failOn: FailOn;
  readonly trust: Trust;
}

export interface CiDependencies extends Omit<BreakingDependencies, 'git' | 'workspace' | 'blobIds'> {
  readonly workspace: () => Promise<Pick<Workspace, 'root' | 'gitRoot' | 'config'>>;
  readonly git: () => Promise<Git | undefined>;
  readonly sources: () => Promise<CheckDependencies['sources']>;
  readonly lockfile: () => Promise<LockDependencies['lockfile']>;
  readonly lockAt: (revision: string) => Promise<Lockfile>;
  readonly blobIds: LockDependencies['blobIds'];
  readonly evaluate: (evaluation: Evaluation) => Promise<EvalReport>;
  readonly endings: Endings;
}

/**
 * Judges a change by every gate, one after the other, whatever the earlier ones said.
 *
 * An expected failure of one gate is that gate's trouble. Moves no pin, and writes nothing but the plan that was asked for.
 * @throws Failure what opening the workspace throws: without a config nothing can be judged; `interrupted`
 */
export async function runCi(request: CiRequest, dependencies: CiDependencies): Promise<CiOutcome> {
  const workspace = await dependencies.workspace();
  const { config, root } = workspace;
  const prefix = workspacePrefix(workspace);
  const tree = await dependencies.tree();
  const earlier = earlierSide(request, config, dependencies);
  // Each gate that needs it says so by itself.
  earlier.catch(() => {});
  const environments = config.environments.map(({ name }) => name);
  const sources = await dependencies.sources();
  const results = [
    await judge('check', prefix, () => checkGate({ root, sources, environments }, prefix)),
    await judge('secrets', prefix, () => secretsGate(scannedTextsOfTree(workspace), prefix)),
    ...(await judgeChange(request, { workspace, prefix, tree, earlier }, dependencies)),
  ];
  return ciDocumentOf(results, await contextOf(request, tree, earlier, dependencies), request.failOn, dependencies.endings);
}

async function contextOf(request: CiRequest, tree: Tree, earlier: Promise<Earlier>, dependencies: CiDependencies): Promise<CiContext> {
  const { restricted, reason } = request.trust;
  const before = await earlier.catch(() => undefined);
  const canCompare = before !== undefined && !hasErrors(tree.diagnostics);
  return {
    against: againstText(request, before),
    ...(await commitText(dependencies)),
    restricted,
    ...(restricted && { restrictedBecause: reason }),
    changed: canCompare ? await changedPrompts(before.side, await openLaterSide({ kind: 'tree' }, dependencies)) : [],
  };
}

function againstText({ against, targetBranch }: CiRequest, found: Earlier | undefined): string {
  if (found === undefined) return against ?? targetBranch ?? 'unknown';
  const isBranch = against === undefined && targetBranch !== undefined && found.revision !== undefined;
  return isBranch ? `${targetBranch} (${found.side.name})` : found.side.name;
}

async function commitText({ git }: CiDependencies): Promise<Pick<CiDocument, 'commit'>> {
  const { commit, dirty } = (await (await git())?.headInfo()) ?? {};
  if (commit === undefined) return {};
  return { commit: dirty ? `${commit} and what is not committed` : commit };
}
