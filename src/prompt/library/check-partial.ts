import { type Diagnostic, FILE_START } from '../../base/diagnostic.ts';
import type { PartialContent } from '../prompt.ts';
import { analyseTemplate } from '../template/analyse-template.ts';
import type { TemplateFinding } from '../template/template-analysis.ts';
import type { Entry } from './library.ts';

/** What is wrong with a partial by itself; what it lacks is told at the prompts that reach it. */
export function checkPartial({ content, source }: Entry<PartialContent>): Diagnostic[] {
  // Front matter stands before the text, so places in the text move down by its lines.
  const shift = source.text.split('\n').length - content.text.split('\n').length;
  return analyseTemplate(content.text, content.template).findings.map((finding) => inFile(finding, source.path, shift));
}

function inFile({ rule, severity, message, hint, line, column, length }: TemplateFinding, file: string, shift: number): Diagnostic {
  const at = { line: line + shift, column };
  return {
    file,
    range: { ...FILE_START, ...at, endLine: at.line, endColumn: column + length },
    rule,
    severity,
    message,
    ...(hint !== undefined && { hint }),
  };
}
