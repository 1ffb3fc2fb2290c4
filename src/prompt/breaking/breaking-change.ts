import type { Diagnostic, SourceRange } from '../../base/diagnostic.ts';
import type { Digest } from '../../base/digest.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import type { ValuePath } from '../document/yaml/locate.ts';
import type { About, PromptId } from '../prompt.ts';
import type { PromptVersion } from '../version.ts';
import type { RuleClass, RuleId, RuleLevel } from './rules.ts';

/** A prompt of one of the two sides that are compared. */
export interface PromptSide {
  readonly version: PromptVersion;
  /** What the file says for people; absent where only contents are kept (a pin, a version of a registry). */
  readonly about?: About;
  /** The file; absent where there is none. Ignores are read from the later side's, and places point into it. */
  readonly source?: { readonly path: string; readonly text: string };
}

/** All prompts of one side, whatever it is: a tree, a git revision, the pins of an environment. */
export type PromptSides = ReadonlyMap<PromptId, PromptSide>;

/** One change that a caller of a prompt, its evals or its bill may notice. */
export interface BreakingChange {
  readonly rule: RuleId;
  readonly class: RuleClass;
  readonly level: Exclude<RuleLevel, 'off'>;
  /** The prompt by its later id; for E506 the partial or guardrail set that changed. */
  readonly prompt: PromptId;
  /** Where in the prompt: keys of the later file; for something removed, of the earlier one. */
  readonly path: ValuePath;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  readonly before?: Json;
  readonly after?: Json;
  /** The prompts that are reached by a changed partial or guardrail set, in the order of their ids. */
  readonly dependents?: readonly PromptId[];
  /** Where it stands in the later file; for something removed, the nearest thing that is still there. */
  readonly place?: { readonly file: string; readonly range: SourceRange };
}

/** A change that a comment in the file accepts, with its reason. */
export interface IgnoredChange {
  readonly change: BreakingChange;
  readonly reason: string;
}

/** What a release of the later side would be called: none when nothing differs. */
export type SemverHint = 'major' | 'minor' | 'patch' | 'none';

/** What comparing two sides found. */
export interface BreakingReport {
  /** By prompt, then by rule. Changes whose level is off are left out. */
  readonly changes: readonly BreakingChange[];
  readonly ignored: readonly IgnoredChange[];
  /** What is wrong with the ignores themselves: no reason, an unknown rule, nothing to ignore. */
  readonly diagnostics: readonly Diagnostic[];
  readonly semver: SemverHint;
}

/** What a comparison may know beside the two sides. */
export interface BreakingOptions {
  /** Levels that differ from the defaults: the config's, with the environment's over them. */
  readonly levels?: Readonly<Partial<Record<RuleId, RuleLevel>>>;
  /** Which environments pin a prompt. Without it every earlier prompt counts as pinned. */
  readonly pinned?: ReadonlyMap<PromptId, readonly string[]>;
  /** Versions that passed their evals: what needs an eval has had one. */
  readonly evaluated?: ReadonlySet<Digest>;
  /** Counts the tokens of a text for a model. Without it nothing is said about cost. */
  readonly countTokens?: (text: string, model: string | undefined) => number;
  /** The most tokens that a model reads, where known. */
  readonly contextWindow?: (model: string) => number | undefined;
}
