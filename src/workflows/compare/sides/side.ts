import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { PromptSide } from '../../../prompt/breaking/breaking-change.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import { parseRevision, type Revision, revisionText } from '../../../prompt/reference.ts';
import type { EnvironmentDefinition } from '../../../release/environment.ts';

/** What can be compared as a whole: all prompts of the working tree, the index, a git revision or an environment. */
export type SideRevision = Extract<Revision, { readonly kind: 'tree' | 'index' | 'git' | 'environment' }>;

/** One side of a comparison: every prompt as one place has it. */
export interface Side {
  /** As people call it: `working tree`, `index`, `git:main`, `production`. */
  readonly name: string;
  readonly digests: ReadonlyMap<PromptId, Digest>;
  /** Prompts that are there and cannot be read, each with why; nothing can be said about them. */
  readonly unreadable: ReadonlyMap<PromptId, string>;
  /** @throws Failure `source-missing` for a pin whose content is nowhere, which must not look like no prompt. */
  load(id: PromptId): Promise<PromptSide>;
  /** The files of these prompts and of everything that they use; a file without a path is a pinned text. */
  files(ids: Iterable<PromptId>): Promise<SideFiles>;
}

/** The texts of prompts, partials and guardrail sets by their ids. */
export type SideFiles = ReadonlyMap<PromptId, SideFile>;

export interface SideFile {
  readonly kind: 'prompt' | 'partial' | 'guardrail-set';
  /** Relative to the workspace root. */
  readonly path?: string;
  readonly text: string;
}

/** How people call a side. */
export function sideName(revision: SideRevision): string {
  if (revision.kind === 'git') return `git:${revision.revision}`;
  if (revision.kind === 'environment') return revisionText(revision).slice(1);
  return revision.kind === 'tree' ? 'working tree' : 'index';
}

/**
 * The side that a text after `--against` names: an environment, `index`, else a git revision.
 *
 * `@production`, `git:main` and `@git:main` say which of both is meant; `production@git:v1` is what the lockfile of v1 pinned.
 * @throws Failure `usage-invalid`, `reference-invalid`
 */
export function parseSide(text: string, environments: readonly EnvironmentDefinition[]): SideRevision {
  const whole = wholeSide(text);
  if (whole !== undefined) return whole;
  if (text === 'index') return { kind: text };
  return environmentNamedBy(text, environments) ?? { kind: 'git', revision: text };
}

/** The side that `production` or `production@git:v1` is, when there is such an environment. */
export function environmentNamedBy(text: string, environments: readonly EnvironmentDefinition[]): SideRevision | undefined {
  const [name] = text.split('@git:', 1);
  return environments.some((environment) => environment.name === name) ? asSide(text, parseRevision(text)) : undefined;
}

/** The side that an argument names in a way that no prompt can be named; nothing when it may be a prompt. */
export function wholeSide(text: string): SideRevision | undefined {
  if (text.startsWith('@')) return asSide(text, parseRevision(text.slice(1)));
  return text.startsWith('git:') ? asSide(text, parseRevision(text)) : undefined;
}

function asSide(text: string, revision: Revision): SideRevision {
  if (revision.kind === 'index' || revision.kind === 'git' || revision.kind === 'environment') return revision;
  throw new Failure('usage-invalid', `"${text}" is one version of one prompt, and here all prompts of one place are compared.`, {
    hint: 'Name an environment, a git revision (`git:main`) or `@index`; compare one version as `promptlane diff <id>@<version>`.',
  });
}
