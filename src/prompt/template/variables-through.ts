import type { PartialContent, PromptId, TemplateDialect } from '../prompt.ts';
import { analyseTemplate } from './analyse-template.ts';
import type { PartialUse, TemplateFinding, VariableUse } from './template-analysis.ts';

/** What a text reads, itself and through the partials that it renders. */
export interface ReachedTemplate {
  /** With the partial named where the use is in one; its place is then the tag of the text that leads there. */
  readonly variables: readonly VariableUse[];
  /** Every partial reached, in the order of first use; missing ones are left out. */
  readonly partials: readonly PromptId[];
  /**
   * The findings of the text itself, and partials that are missing or include each other, at the tag
   * of the text that leads there. What is wrong inside a partial is found when that partial is analysed.
   */
  readonly findings: readonly TemplateFinding[];
}

/** Follows the partials of a text. A name that the tag binds (`{% render "x", name: value %}`) is not read from the prompt there. */
export function variablesThrough(text: string, dialect: TemplateDialect, partials: ReadonlyMap<PromptId, PartialContent>): ReachedTemplate {
  const { variables, partials: uses, findings } = analyseTemplate(text, dialect);
  const journey = new Journey(partials);
  for (const use of uses) journey.follow(use, use, []);
  return { variables: [...variables, ...journey.variables], partials: [...journey.reached], findings: [...findings, ...journey.findings] };
}

class Journey {
  readonly variables: VariableUse[] = [];
  readonly reached = new Set<PromptId>();
  readonly findings: TemplateFinding[] = [];
  /** Partials already followed, with the names bound there: rendering one twice says nothing new. */
  private readonly followed = new Set<string>();
  private readonly partials: ReadonlyMap<PromptId, PartialContent>;

  constructor(partials: ReadonlyMap<PromptId, PartialContent>) {
    this.partials = partials;
  }

  /** `tag` is the use in the text itself, where a reader can do something about what is found further down. */
  follow(use: PartialUse, tag: PartialUse, chain: readonly string[]): void {
    const path = [...chain, use.id];
    const id = use.id as PromptId;
    const partial = this.partials.get(id);
    if (chain.includes(use.id)) {
      this.complain('partial-cycle', tag, `Partials include each other: ${path.slice(path.indexOf(use.id)).join(' → ')}.`);
    } else if (partial === undefined) {
      const through = chain.length === 0 ? '' : ` (through ${chain.join(' → ')})`;
      this.complain('partial-missing', tag, `There is no partial \`${use.id}\`${through}.`);
    } else if (this.isNew(use)) {
      this.reached.add(id);
      const bound = new Set(use.args);
      const analysis = analyseTemplate(partial.text, partial.template);
      for (const variable of analysis.variables)
        if (!bound.has(variable.name)) this.variables.push({ ...variable, partial: use.id, line: tag.line, column: tag.column });
      for (const inner of analysis.partials) this.follow(inner, tag, path);
    }
  }

  private isNew({ id, args }: PartialUse): boolean {
    const key = JSON.stringify([id, ...[...args].sort()]);
    const isNew = !this.followed.has(key);
    this.followed.add(key);
    return isNew;
  }

  private complain(rule: TemplateFinding['rule'], tag: PartialUse, message: string): void {
    if (this.findings.some((finding) => finding.message === message)) return;
    this.findings.push({ rule, severity: 'error', message, line: tag.line, column: tag.column, length: 1 });
  }
}
