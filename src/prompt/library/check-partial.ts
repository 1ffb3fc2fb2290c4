import type { Diagnostic } from '../../base/diagnostic.ts';
import { sourceText } from '../document/source-text.ts';
import type { PartialContent } from '../prompt.ts';
import { analyseTemplate } from '../template/analyse-template.ts';
import type { Entry } from './library.ts';

/**
 * What is wrong with a partial by itself; what it lacks is told at the prompts that reach it.
 *
 * @param linesBefore lines of front matter above the text.
 */
export function checkPartial({ content, source }: Entry<PartialContent>, linesBefore: number): Diagnostic[] {
  const file = sourceText(source.path, source.text);
  return analyseTemplate(content.text, content.template).findings.map(({ rule, severity, message, hint, line, column, length }) => {
    const start = file.offset(line + linesBefore, column);
    return file.finding({ start, end: start + length }, { rule, severity, message, ...(hint !== undefined && { hint }) });
  });
}
