import type { Severity } from '../../base/diagnostic.ts';

/** One place where a template reads a variable of the prompt (not a loop variable, an assignment or an argument). */
export interface VariableUse {
  /** What the caller must give, for example `customer`. */
  readonly name: string;
  /** What is read of it, for example `customer.address.city`. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The partial that holds the use; absent when the text itself does. */
  readonly partial?: string;
}

/** One `{% render "id", arg: value %}`. */
export interface PartialUse {
  readonly id: string;
  /** Names that the partial gets from here and not from the prompt's variables. */
  readonly args: readonly string[];
  readonly line: number;
  readonly column: number;
}

/** Something wrong with a template; the place is 1-based and inside the text that was given. */
export interface TemplateFinding {
  /** Stable id, kebab-case, for example `template-syntax`. */
  readonly rule: TemplateRule;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  readonly line: number;
  readonly column: number;
  /** UTF-16 code units, at least 1; a finding never spans lines unless the tag that it names does. */
  readonly length: number;
}

export type TemplateRule =
  | 'template-syntax'
  | 'template-too-large'
  | 'tag-unknown'
  | 'tag-refused'
  | 'filter-unknown'
  | 'filter-refused'
  | 'partial-dynamic'
  | 'partial-missing'
  | 'partial-cycle'
  | 'expression-ignored'
  | 'foreign-syntax'
  | 'not-reproducible';

/** What can be said of a template without rendering it. With an error among the findings the two lists may be short. */
export interface TemplateAnalysis {
  readonly variables: readonly VariableUse[];
  readonly partials: readonly PartialUse[];
  readonly findings: readonly TemplateFinding[];
}
