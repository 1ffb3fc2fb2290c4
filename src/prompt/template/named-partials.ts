import type { PromptId, TemplateDialect } from '../prompt.ts';
import { analyseTemplate } from './analyse-template.ts';

/** The partials that texts name themselves, each once; what those name in turn is not followed. */
export function namedPartials(texts: readonly string[], dialect: TemplateDialect): PromptId[] {
  return [...new Set(texts.flatMap((text) => analyseTemplate(text, dialect).partials.map(({ id }) => id as PromptId)))];
}
