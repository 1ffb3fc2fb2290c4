import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { parsePromptId } from '../../prompt/reference.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { workspacePrefix } from '../../workspace/files/workspace-prefix.ts';
import { firstEnvironment } from '../release/environments.ts';
import { comparedIds, type DiffOutcome, diffPair, diffSides, pairOf } from './diff.ts';
import { namedFiles } from './named-files.ts';
import { sourcePatch } from './patch.ts';
import { openSides, type SideDependencies } from './sides/open-side.ts';
import { environmentNamedBy, parseSide, type SideFiles, type SideRevision, wholeSide } from './sides/side.ts';

/** What the user wants to see compared. */
export interface ComparisonRequest {
  /** One or two references, prompt files or whole sides; with `against`, ids of prompts. */
  readonly named: readonly string[];
  readonly against?: string;
  /** What prompt files are relative to, absolute. */
  readonly directory: string;
}

export interface ComparisonDependencies extends SideDependencies {
  readonly workspace: () => Promise<Pick<Workspace, 'root' | 'gitRoot' | 'config'>>;
  /** The version that a reference or a prompt file names. */
  readonly resolve: (argument: string) => Promise<PromptVersion>;
}

/** Two things to compare: by meaning, or file by file. */
export interface Comparison {
  diff(): Promise<DiffOutcome>;
  /** A patch from the top of the repository; empty when no file differs. */
  patch(context: number): Promise<string>;
}

/**
 * Opens what is to be compared.
 *
 * Two whole sides, or one with the working tree; nothing named is the first environment with the working tree. Otherwise
 * two versions, where one alone is compared with the working tree, or with what the first environment pins.
 * @throws Failure `usage-invalid`, and what opening sides throws
 */
export async function openComparison(request: ComparisonRequest, dependencies: ComparisonDependencies): Promise<Comparison> {
  const { named, against, directory } = request;
  const { environments } = (await dependencies.workspace()).config;
  if (against !== undefined) {
    const ids = named.map((text) => parsePromptId(text, 'With `--against`, name prompts by their ids.'));
    return compareSides([parseSide(against, environments), { kind: 'tree' }], ids, dependencies);
  }
  const [before, after] = named;
  if (before === undefined) {
    return compareSides([{ kind: 'environment', environment: firstEnvironment(environments) }, { kind: 'tree' }], [], dependencies);
  }
  const sides = await Promise.all(named.map((text) => sideOf(text, dependencies)));
  const whole = sides.filter((side) => side !== undefined);
  if (whole.length === named.length) return compareSides([...whole, { kind: 'tree' }], [], dependencies);
  if (whole.length > 0) {
    throw new Failure(
      'usage-invalid',
      `"${before}" and "${after}" cannot be compared: one is all prompts of a place, the other a single one.`,
      {
        hint: 'Name the version of the prompt (`id@production`), or the prompts and `--against` the place.',
      },
    );
  }
  return comparePair([before, after], directory, dependencies);
}

/** A whole side; the bare name of an environment is one unless a prompt has it. */
async function sideOf(text: string, { workspace, tree }: ComparisonDependencies): Promise<SideRevision | undefined> {
  const whole = wholeSide(text);
  if (whole !== undefined) return whole;
  const { environments } = (await workspace()).config;
  const side = environmentNamedBy(text, environments);
  if (side === undefined) return undefined;
  const { library } = await tree();
  const [id] = text.split('@', 1);
  return library.prompts.has(id as PromptId) ? undefined : side;
}

async function compareSides(
  [left, right]: readonly SideRevision[],
  ids: readonly PromptId[],
  dependencies: ComparisonDependencies,
): Promise<Comparison> {
  const [before, after] = await openSides(left ?? { kind: 'tree' }, right ?? { kind: 'tree' }, dependencies);
  return {
    diff: () => diffSides(before, after, ids),
    async patch(context) {
      const compared = comparedIds(before, after, ids).filter((id) => !before.unreadable.has(id));
      return writtenPatch([await before.files(compared), await after.files(compared)], context, dependencies);
    },
  };
}

function comparePair(
  [before, after]: readonly [string, string | undefined],
  directory: string,
  dependencies: ComparisonDependencies,
): Comparison {
  const { workspace, resolve } = dependencies;
  return {
    async diff() {
      return diffPair(before, after, (await workspace()).config.environments, resolve);
    },
    async patch(context) {
      const pair = pairOf([before, after], (await resolve(before)).id, (await workspace()).config.environments);
      const [left, right] = await Promise.all(
        pair.map(async (argument) => {
          const version = await resolve(argument);
          return { version, files: await namedFiles({ argument, directory, version }, dependencies) };
        }),
      );
      if (!left || !right) return '';
      return writtenPatch([underId(left.files, left.version.id, right.version.id), right.files], context, dependencies);
    },
  };
}

/** Two prompts that are compared are two versions of one file, whatever their ids. */
function underId(files: SideFiles, id: PromptId, other: PromptId): SideFiles {
  return new Map([...files].map(([name, file]) => [name === id ? other : name, file]));
}

async function writtenPatch(
  [before, after]: readonly [SideFiles, SideFiles],
  context: number,
  { workspace }: ComparisonDependencies,
): Promise<string> {
  const opened = await workspace();
  return sourcePatch(before, after, { prefix: workspacePrefix(opened), folder: opened.config.prompts[0] ?? '.', context });
}
