import type { TemplateDialect } from '../prompt.ts';
import { parsedTemplate } from './parsed-template.ts';
import { plainAnalysis } from './plain-analysis.ts';
import type { TemplateAnalysis } from './template-analysis.ts';

/**
 * Finds what one template text reads and what is wrong with it, without rendering it and without
 * following its partials (see variables-through.ts). Never throws on a bad template.
 */
export function analyseTemplate(text: string, dialect: TemplateDialect): TemplateAnalysis {
  return plainAnalysis(text, dialect) ?? parsedTemplate(text, dialect).analysis;
}
