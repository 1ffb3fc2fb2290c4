import type { YAMLError } from 'yaml';
import type { Diagnostic } from '../../../base/diagnostic.ts';
import type { Said, SourceText } from '../source-text.ts';
import { unquotedTemplate, unquotedTemplateNear } from './unquoted-template.ts';

/** One broken line often breaks all lines after it; more than this helps nobody. */
const MOST = 50;

/** What is no YAML, once per line; what lies beyond the fiftieth line is counted. */
export function syntaxFindings(source: SourceText, errors: readonly YAMLError[]): Diagnostic[] {
  const byLine = new Map<number, Diagnostic>();
  for (const error of errors) {
    const finding = syntaxFinding(source, error);
    if (!byLine.has(finding.range.line)) byLine.set(finding.range.line, finding);
  }
  const findings = [...byLine.values()];
  const more = findings.slice(MOST - 1);
  const [next] = more;
  if (next === undefined || more.length === 1) return findings;
  const rest: Diagnostic = {
    file: source.file,
    range: next.range,
    rule: next.rule,
    severity: 'error',
    message: `And ${more.length} more lines are broken from here on.`,
  };
  return [...findings.slice(0, MOST - 1), rest];
}

function syntaxFinding(source: SourceText, { pos, code, message }: YAMLError): Diagnostic {
  const template = unquotedTemplateNear(source, pos[0]);
  if (template !== undefined) {
    const { at, said } = unquotedTemplate(source, template);
    return source.finding(at, said);
  }
  const said: Said = code === 'TAB_AS_INDENT' ? tabFinding(source) : { rule: 'yaml-syntax', message: sentence(message) };
  return source.finding({ start: pos[0], end: pos[1] }, said);
}

const TABBED_LINES = /^\t[ \t]*.*(?:\n(?:.*\n)*\t[ \t]*.*)?/m;

function tabFinding({ text }: SourceText): Said {
  const said = { rule: 'yaml-tab', message: 'A tab indents this line.', hint: 'Indent with spaces: YAML takes no tabs.' };
  const tabbed = TABBED_LINES.exec(text);
  if (tabbed === null) return said;
  const spaced = tabbed[0].replace(/^\t[ \t]*/gm, (indent) => indent.replaceAll('\t', '  '));
  return { ...said, fix: { title: 'Indent with spaces', start: tabbed.index, end: tabbed.index + tabbed[0].length, text: spaced } };
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
