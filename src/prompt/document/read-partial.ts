import { type Diagnostic, hasErrors } from '../../base/diagnostic.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import type { PartialContent } from '../prompt.ts';
import { FRONT_MATTER } from '../schema/file-shapes.generated.ts';
import { keysOf } from '../schema/shape/keys-of.ts';
import { misfitsOf } from '../schema/shape/misfits.ts';
import { conflictFinding } from './conflict-finding.ts';
import { type Findings, findingsIn } from './findings.ts';
import { rewriting } from './rewriting.ts';
import { readYaml } from './safe-yaml.ts';
import { addSchemaFindings } from './schema-findings.ts';
import { type SourceText, sourceText } from './source-text.ts';
import { textFindings } from './text-findings.ts';
import { MAX_YAML_BYTES, VERSION_LIMITS } from './yaml/limits.ts';

/** A partial read: its text, or what is wrong with it. */
export interface PartialDocument {
  /** Absent when the file has any error. */
  readonly content: PartialContent | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Lines of the file before the text: line 1 of the text is line `linesBefore + 1` of the file. */
  readonly linesBefore: number;
}

/** Reads a shared text: without byte order mark, with LF line ends, otherwise byte for byte. Its front matter may only hold `template`. */
export function readPartial({ file, text }: { file: string; text: string }): PartialDocument {
  const source = sourceText(file, text);
  if (text.length > MAX_YAML_BYTES) {
    const tooLarge = source.finding(
      { start: 0, end: 0 },
      { rule: 'partial-too-large', message: 'The file is larger than 1024 kB.', hint: 'Split it.' },
    );
    return { content: undefined, diagnostics: [tooLarge], linesBefore: 0 };
  }
  const { start, end } = findFrontMatter(text);
  const bodyStart = end === 0 && text.startsWith('\uFEFF') ? 1 : end;
  const body = text.slice(bodyStart).replaceAll('\r\n', '\n');
  const linesBefore = text.slice(0, end).split('\n').length - 1;
  // The opening marker becomes a comment of the same length, so that places in the YAML are places in the file.
  const yaml = readYaml({ file, text: text.slice(0, start).replace('---', '#--') }, VERSION_LIMITS);
  const findings = findingsIn(file, yaml);
  const template = readTemplate(findings, yaml.value ?? {});
  const invisible = textFindings(body).map(({ position: { line, column }, repair, ...said }) => {
    const fix = rewriting(text, { start: bodyStart, end: text.length }, repair);
    return source.finding(source.point(line + linesBefore, column), { ...said, ...(fix && { fix }) });
  });
  const diagnostics = [...findings.all(), ...conflictIn(source), ...invisible];
  return { content: hasErrors(diagnostics) ? undefined : { template, text: body }, diagnostics, linesBefore };
}

function conflictIn(source: SourceText): Diagnostic[] {
  const conflict = conflictFinding(source.text);
  if (conflict === undefined) return [];
  const { at, ...said } = conflict;
  return [source.finding(at, said)];
}

/** Where the closing marker of the front matter starts and ends; 0 where there is none. */
function findFrontMatter(text: string): { start: number; end: number } {
  const opening = /^\uFEFF?---[ \t]*\r?\n/.exec(text);
  if (opening === null) return { start: 0, end: 0 };
  const closing = /^---[ \t]*\r?(?:\n|$)/gm;
  closing.lastIndex = opening[0].length;
  const match = closing.exec(text);
  return match === null ? { start: 0, end: 0 } : { start: match.index, end: closing.lastIndex };
}

function readTemplate(findings: Findings, value: Json): PartialContent['template'] {
  const misfits = misfitsOf(FRONT_MATTER, value);
  addSchemaFindings(findings, misfits, { value, keysAt: (path) => keysOf(FRONT_MATTER, path) });
  return (misfits.length === 0 && (value as Partial<PartialContent>).template) || 'liquid';
}
