import { hasErrors } from '../../base/diagnostic.ts';
import { workspacePrefix } from '../../workspace/files/workspace-prefix.ts';
import { scannedTextsOfTree } from '../authoring/scanned-texts.ts';
import { type Earlier, earlierSide } from '../compare/earlier-side.ts';
import { openLaterSide } from '../compare/open-side.ts';
import type { Tree } from '../versions/tree.ts';
import { changedPrompts } from './changed-prompts.ts';
import type { CiDocument } from './ci-document.ts';
import { type CiContext, type CiOutcome, ciDocumentOf } from './ci-document-of.ts';
import type { CiDependencies, CiRequest } from './ci-request.ts';
import { checkGate } from './gates/check-gate.ts';
import { secretsGate } from './gates/secrets-gate.ts';
import { judge } from './judge.ts';
import { judgeChange } from './judge-change.ts';

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
