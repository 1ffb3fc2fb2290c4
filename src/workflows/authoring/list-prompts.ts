import type { Digest } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import { pinsOf } from '../../release/lockfile/edit-lockfile.ts';
import type { Lockfile } from '../../release/lockfile/lockfile.ts';
import type { Environments } from '../release/environments.ts';
import type { Tree } from '../versions/tree.ts';

/** One prompt of the tree. */
export interface ListedPrompt {
  readonly id: PromptId;
  readonly path: string;
  readonly name?: string;
  readonly model?: string;
  readonly tags: readonly string[];
  /** Absent when the prompt cannot be rendered, for example because a partial is missing. */
  readonly digest?: Digest;
  /** What the lockfile pins, by environment. */
  readonly pins: ReadonlyMap<EnvironmentName, Digest>;
}

export interface Listing {
  readonly environments: readonly EnvironmentName[];
  /** Those that were asked for, by id. */
  readonly prompts: readonly ListedPrompt[];
  /** Prompts of the tree, asked for or not. */
  readonly total: number;
  /** Files that hold no readable prompt; `check` says why. */
  readonly unreadable: number;
}

/** The prompts of a tree by id, with what the lockfile pins of each. */
export function listPrompts(tree: Tree, lock: Lockfile, environments: Environments, text = ''): Listing {
  const names = environments.map(({ name }) => name);
  const locked = names.map((name) => [name, pinsOf(lock, name)] as const);
  const { prompts } = tree.library;
  const broken = new Set(tree.diagnostics.filter(({ severity }) => severity === 'error').map(({ file }) => file));
  const listed = [...prompts.values()].map(({ id, source, content: { about, model } }): ListedPrompt => {
    const pins = locked.flatMap(([name, environment]): [EnvironmentName, Digest][] => {
      const digest = environment.get(id);
      return digest === undefined ? [] : [[name, digest]];
    });
    return {
      id,
      path: source.path,
      ...(about.name !== undefined && { name: about.name }),
      ...(model !== undefined && { model }),
      tags: about.tags,
      ...(!broken.has(source.path) && { digest: tree.versions.of(id).digest }),
      pins: new Map(pins),
    };
  });
  const files = tree.files.filter(({ kind }) => kind === 'prompt').length;
  const asked = listed.filter((prompt) => mentions(prompt, text));
  return { environments: names, prompts: asked, total: listed.length, unreadable: files - listed.length };
}

function mentions({ id, name, tags }: ListedPrompt, text: string): boolean {
  const wanted = text.toLowerCase();
  return [id, name ?? '', ...tags].some((field) => field.toLowerCase().includes(wanted));
}
