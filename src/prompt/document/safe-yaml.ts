import { Composer, type CST, type Document } from 'yaml';
import type { Json } from '../../base/canonical-json.ts';
import { type Diagnostic, hasErrors } from '../../base/diagnostic.ts';
import { type SourceText, sourceText } from './source-text.ts';
import { convertTree } from './yaml/convert.ts';
import { type Locator, locator } from './yaml/locate.ts';
import { readTokens } from './yaml/tokens.ts';
import { unquotedTemplate, unquotedTemplateNear } from './yaml/unquoted-template.ts';

/** A megabyte: more than any file that people write by hand. */
export const MAX_YAML_BYTES = 1_048_576;

/** One broken line often breaks all lines after it; more than this helps nobody. */
const MAX_SYNTAX_FINDINGS = 10;

/** What a YAML file says, what is wrong with it, and where each value stands. */
export interface YamlDocument extends Locator {
  /** Absent when there is any error, so that nobody works with half a file; null for an empty one. */
  readonly value: Json | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a YAML file that may come from anyone: never throws, never hangs, never guesses.
 *
 * What JSON cannot say, or YAML would read otherwise than it looks, is a located finding.
 */
export function readYaml({ file, text }: { file: string; text: string }, { maxBytes = MAX_YAML_BYTES } = {}): YamlDocument {
  const source = sourceText(file, text);
  const tokens = readTokens(source, maxBytes);
  if ('rule' in tokens) {
    const { at, ...said } = tokens;
    return refused(source, [source.finding(at, said)]);
  }
  const document = compose(tokens, text);
  if (document.errors.length > 0) return refused(source, syntaxFindings(source, document));
  const { value, diagnostics, targets } = convertTree(source, document.contents, maxBytes);
  return { value: hasErrors(diagnostics) ? undefined : value, diagnostics, ...locator(source, document.contents, targets) };
}

function refused(source: SourceText, diagnostics: readonly Diagnostic[]): YamlDocument {
  return { value: undefined, diagnostics, ...locator(source, null, new Map()) };
}

function compose(tokens: Iterable<CST.Token>, text: string): Document.Parsed {
  // Keys are compared in convertTree: the library's own check takes quadratic time.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, resolveKnownTags: false, logLevel: 'silent' });
  const [document] = composer.compose(tokens, true, text.length);
  if (document === undefined) throw new Error('The YAML composer gave no document.');
  return document;
}

function syntaxFindings(source: SourceText, { errors }: Document.Parsed): Diagnostic[] {
  const findings = new Map<number, Diagnostic>();
  for (const { pos, message } of errors) {
    const template = unquotedTemplateNear(source, pos[0]);
    const finding =
      template === undefined
        ? source.finding({ start: pos[0], end: pos[1] }, { rule: 'yaml-syntax', message: sentence(message) })
        : templateFinding(source, template);
    if (!findings.has(finding.range.line)) findings.set(finding.range.line, finding);
    if (findings.size === MAX_SYNTAX_FINDINGS) break;
  }
  return [...findings.values()];
}

function templateFinding(source: SourceText, start: number): Diagnostic {
  const { at, said } = unquotedTemplate(source, start);
  return source.finding(at, said);
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
