import { resolve } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import type { Loss } from '../../../formats/foreign-format.ts';
import { isPromptId } from '../../../prompt/prompt.ts';
import type { Config } from '../../../workspace/config/config.ts';
import type { Workspace } from '../../../workspace/config/workspace.ts';
import { pathInside } from '../../../workspace/files/path-inside.ts';
import type { Tree } from '../../versions/tree.ts';
import { belowFolder } from './below-folder.ts';
import { checkPlanned } from './check-planned.ts';
import { readGiven } from './given-files.ts';
import { type PlannedFile, plannedFiles } from './planned-files.ts';
import { type ReadImports, type Refusal, readImports } from './read-imports.ts';
import { requireRoom, type Target } from './require-room.ts';
import { writeTogether } from './write-together.ts';

export interface ImportRequest {
  /** Files and folders as the user named them. */
  readonly paths: readonly string[];
  /** What they are relative to, absolute. */
  readonly directory: string;
  /** The format of all of them; otherwise each is recognised. */
  readonly from?: string;
  /** A folder of prompts, as the user named it; otherwise the first prompt root. */
  readonly out?: string;
  readonly dryRun: boolean;
  /** Overwrite what is there. */
  readonly force: boolean;
  /** Write nothing when anything is lost. */
  readonly failOnLoss: boolean;
  /** Import the rest when a file is refused. */
  readonly skipRefused: boolean;
}

export interface ImportedFile extends Omit<PlannedFile, 'text'> {
  readonly state: Target['state'];
}

/** Why nothing was written. */
export type ImportStop = 'dry-run' | 'refused' | 'lossy' | 'nothing-found';

export interface ImportOutcome {
  readonly files: readonly ImportedFile[];
  readonly losses: readonly Loss[];
  readonly refusals: readonly Refusal[];
  readonly skipped: readonly string[];
  readonly formats: readonly string[];
  /** Absent when the files were written. */
  readonly stopped?: ImportStop;
}

export interface ImportDependencies {
  readonly workspace: Workspace;
  readonly tree: Tree;
}

/**
 * Brings prompts of other tools into the workspace: all of them or none, and only files that `check` accepts.
 *
 * @throws Failure `format-unknown`, `file-unreadable`, `import-clash` when an id or a file is taken
 */
export async function importPrompts(request: ImportRequest, { workspace, tree }: ImportDependencies): Promise<ImportOutcome> {
  const folder = outFolder(request, workspace);
  const given = request.paths.map((path) => readGiven(path, request.directory));
  const read = belowFolder(readImports(given, request.from), folder.below);
  const config: Config = { ...workspace.config, prompts: [folder.root, ...workspace.config.prompts] };
  const { files, refusals } = checkPlanned(plannedFiles(read, config), tree, config);
  const refused = [...read.refusals, ...refusals];
  const targets = requireRoom(files, { root: workspace.root, tree, force: request.force });
  const stopped = stopOf(request, read, targets, refused);
  if (stopped === undefined) await writeTogether(workspace.root, targets);
  return {
    files: targets.map(({ text: _, ...file }) => file),
    losses: read.losses,
    refusals: refused,
    skipped: read.skipped,
    formats: read.formats,
    ...(stopped !== undefined && { stopped }),
  };
}

function stopOf(
  { failOnLoss, skipRefused, dryRun }: ImportRequest,
  { losses }: ReadImports,
  files: readonly Target[],
  refusals: readonly Refusal[],
): ImportStop | undefined {
  if (refusals.length > 0 && !skipRefused) return 'refused';
  if (files.length === 0) return refusals.length > 0 ? 'refused' : 'nothing-found';
  if (losses.length > 0 && failOnLoss) return 'lossy';
  return dryRun ? 'dry-run' : undefined;
}

/** Where prompts go: a prompt root, and the folder of ids below it. */
function outFolder({ out, directory }: ImportRequest, { root, config }: Workspace): { readonly root: string; readonly below: string } {
  const [first = 'prompts'] = config.prompts;
  if (out === undefined) return { root: first, below: '' };
  const inWorkspace = pathInside(root, resolve(directory, out));
  const holding = config.prompts.find((one) => inWorkspace === one || one === '.' || inWorkspace?.startsWith(`${one}/`));
  if (inWorkspace === undefined || holding === undefined) {
    throw new Failure('usage-invalid', `"${out}" is not below a folder of prompts (${config.prompts.join(', ')}).`, {
      hint: 'Name a folder below one of them: its path becomes part of the ids.',
    });
  }
  const below = holding === '.' ? inWorkspace : inWorkspace.slice(holding.length + 1);
  if (below === '' || isPromptId(below)) return { root: holding, below };
  throw new Failure('usage-invalid', `"${out}" cannot be part of an id.`);
}
