import { relative, resolve } from 'node:path';
import { hasErrors } from '../../base/diagnostic.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { workspacePrefix } from '../../workspace/files/workspace-prefix.ts';
import { scannedTextsOfTree } from '../authoring/secrets/scanned-texts.ts';
import { type Earlier, earlierSide } from '../compare/sides/earlier-side.ts';
import { openLaterSide } from '../compare/sides/open-side.ts';
import { earlierCommit } from '../evaluation/affected/before-change.ts';
import type { Tree } from '../versions/tree.ts';
import { changedPrompts } from './changed-prompts.ts';
import type { CiDependencies, CiRequest } from './ci-request.ts';
import { comparedWith, judgingConfig } from './compared-with.ts';
import type { CiDocument, CiFinding } from './document/ci-document.ts';
import { type CiContext, type CiOutcome, ciDocumentOf } from './document/ci-document-of.ts';

import { resultOf } from './gate-result.ts';
import { checkGate } from './gates/check-gate.ts';
import { secretsGate } from './gates/secrets-gate.ts';
import { judge } from './judge.ts';
import { judgeChange } from './judge-change.ts';
import { ownFileFinding, ownFiles } from './own-files.ts';

/**
 * Judges a change by every gate, one after the other, whatever the earlier ones said.
 *
 * An expected failure of one gate is that gate's trouble. Moves no pin, and writes nothing but the plan that was asked for.
 * @throws Failure what opening the workspace throws: without a config nothing can be judged; `interrupted`
 */
export async function runCi(asked: CiRequest, given: CiDependencies): Promise<CiOutcome> {
  const opened = await given.workspace();
  const config = judgingConfig(opened, asked);
  const workspace = { ...opened, config };
  const dependencies = { ...given, workspace: async () => workspace };
  const request = await comparedWith(asked, config, await given.git());
  const { root } = workspace;
  const prefix = workspacePrefix(workspace);
  const tree = await dependencies.tree();
  const earlier = earlierSide(request, config, dependencies);
  // Each gate that needs it says so by itself.
  earlier.catch(() => {});
  const environments = config.environments.map(({ name }) => name);
  const sources = await dependencies.sources();
  const results = [
    await judge('check', prefix, async () => {
      const result = await checkGate({ root, sources, environments }, prefix);
      const own = request.trust.restricted ? await ownConfig(workspace, prefix, earlier, request, dependencies) : [];
      return own.length > 0 ? resultOf('check', result.summary, [...result.findings, ...own]) : result;
    }),
    await judge('secrets', prefix, () => secretsGate(scannedTextsOfTree(workspace), prefix)),
    ...(await judgeChange(request, { workspace, prefix, tree, earlier }, dependencies)),
  ];
  return ciDocumentOf(results, await contextOf(request, tree, earlier, dependencies), request.failOn, dependencies.endings);
}

/** The config says how strictly a change is judged, and may be the stranger's. */
async function ownConfig(
  { root, configFile = 'promptlane.config.yaml' }: Pick<Workspace, 'root' | 'configFile'>,
  prefix: string,
  earlier: Promise<Earlier>,
  { targetBranch }: CiRequest,
  dependencies: CiDependencies,
): Promise<CiFinding[]> {
  const git = await dependencies.git();
  // What it is compared with is told by the gates that need it.
  const found = await earlier.catch(() => undefined);
  if (found === undefined) return [];
  const path = relative(root, resolve(root, configFile)).replaceAll('\\', '/');
  const own = await ownFiles([path], root, await earlierCommit(found, targetBranch, git), git);
  const message = 'The change alters the config, which says how strictly it is judged.';
  return own.size > 0 ? [ownFileFinding('check', 'own-config', message, `${prefix}${path}`)] : [];
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
  const { revision, side } = found;
  if (revision === undefined) return side.name;
  return against === undefined && targetBranch !== undefined ? `${targetBranch} (${revision})` : revision;
}

async function commitText({ git }: CiDependencies): Promise<Pick<CiDocument, 'commit'>> {
  const { commit, dirty } = (await (await git())?.headInfo()) ?? {};
  if (commit === undefined) return {};
  return { commit: dirty ? `${commit} and what is not committed` : commit };
}
