import { hasErrors } from '../../base/diagnostic.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { workspacePrefix } from '../../workspace/files/workspace-prefix.ts';
import type { Git } from '../../workspace/git/git.ts';
import type { CheckDependencies } from '../authoring/check.ts';
import { type BreakingDependencies, breaking } from '../compare/breaking.ts';
import { type Earlier, earlierSide } from '../compare/earlier-side.ts';
import { openLaterSide } from '../compare/open-side.ts';
import { firstEnvironment } from '../release/environments.ts';
import type { LockDependencies } from '../release/lock.ts';
import { changedPrompts } from './changed-prompts.ts';
import type { CiDocument, CiGate } from './ci-document.ts';
import { type CiOutcome, ciDocumentOf, type Endings } from './ci-document-of.ts';
import type { FailOn } from './fail-on.ts';
import { FAILED_ENDINGS, type GateResult } from './gate-result.ts';
import { breakingGate } from './gates/breaking-gate.ts';
import { checkGate } from './gates/check-gate.ts';
import { lockGate } from './gates/lock-gate.ts';
import { judge } from './judge.ts';
import type { Trust } from './trust.ts';

export interface CiRequest {
  /** What the change is compared with; absent: the config's, else where the branch left the main one. */
  readonly against?: string;
  /** The branch that the change goes to, where the machine tells it. */
  readonly targetBranch?: string;
  /** The environment that the change is meant for. */
  readonly environment?: string;
  readonly failOn: FailOn;
  readonly trust: Trust;
}

export interface CiDependencies extends Omit<BreakingDependencies, 'git' | 'workspace' | 'blobIds'> {
  readonly workspace: () => Promise<Pick<Workspace, 'root' | 'gitRoot' | 'config'>>;
  readonly git: () => Promise<Git | undefined>;
  readonly sources: () => Promise<CheckDependencies['sources']>;
  readonly lockfile: () => Promise<LockDependencies['lockfile']>;
  readonly blobIds: LockDependencies['blobIds'];
  readonly endings: Endings;
}

/**
 * Judges a change by every gate, one after the other, whatever the earlier ones said.
 *
 * An expected failure of one gate is that gate's trouble. Nothing is written and no pin moves.
 * @throws Failure what opening the workspace throws: without a config nothing can be judged
 */
export async function runCi(request: CiRequest, dependencies: CiDependencies): Promise<CiOutcome> {
  const { failOn, trust } = request;
  const workspace = await dependencies.workspace();
  const { config, root } = workspace;
  const prefix = workspacePrefix(workspace);
  const environments = config.environments.map(({ name }) => name);
  const tree = await dependencies.tree();
  const earlier = earlierSide(request, config, dependencies);
  // Each gate that needs it says so by itself.
  earlier.catch(() => {});
  const ask = (gate: CiGate, question: () => Promise<GateResult>) => judge(gate, prefix, question);
  const askValid = (gate: CiGate, question: () => Promise<GateResult>) =>
    hasErrors(tree.diagnostics) ? unasked(gate) : ask(gate, question);

  const results = [
    await ask('check', async () => checkGate({ root, sources: await dependencies.sources(), environments }, prefix)),
    await askValid('lock', async () =>
      lockGate(firstEnvironment(config.environments), { ...dependencies, tree, lockfile: await dependencies.lockfile() }, prefix),
    ),
    await askValid('breaking', async () => breakingGate(await breaking({ ...request, prompts: [], staged: false }, dependencies), prefix)),
  ];
  const context = {
    against: await againstText(request, earlier),
    restricted: trust.restricted,
    ...(trust.restricted && { restrictedBecause: trust.reason }),
    changed: hasErrors(tree.diagnostics) ? [] : await changes(earlier, dependencies),
    ...(await commitText(dependencies)),
  };
  return ciDocumentOf(results, context, failOn, dependencies.endings);
}

/** The result of a gate that needs valid prompts: not judged, and alone it would fail as `check` does. */
function unasked(gate: CiGate): GateResult {
  return { gate, status: 'skipped', summary: 'Not judged: the prompts are invalid.', ending: FAILED_ENDINGS.check, findings: [] };
}

async function changes(earlier: Promise<Earlier>, dependencies: CiDependencies): Promise<CiDocument['changed']> {
  const before = await earlier.catch(() => undefined);
  return before === undefined ? [] : changedPrompts(before.side, await openLaterSide({ kind: 'tree' }, dependencies));
}

async function againstText({ against, targetBranch }: CiRequest, earlier: Promise<Earlier>): Promise<string> {
  const found = await earlier.catch(() => undefined);
  if (found === undefined) return against ?? targetBranch ?? 'unknown';
  const isBranch = against === undefined && targetBranch !== undefined && found.revision !== undefined;
  return isBranch ? `${targetBranch} (${found.side.name})` : found.side.name;
}

async function commitText({ git }: CiDependencies): Promise<Pick<CiDocument, 'commit'>> {
  const { commit, dirty } = (await (await git())?.headInfo()) ?? {};
  if (commit === undefined) return {};
  return { commit: dirty ? `${commit} and what is not committed` : commit };
}
