import { withoutTrailing } from '../../../base/text/without-trailing.ts';
import type { Said, SourceText, Span } from '../source-text.ts';

/** A value that begins with a template tag but has no quotes: YAML reads `{{input}}` as a mapping whose key is a mapping. */
export function unquotedTemplate({ text }: SourceText, start: number): { at: Span; said: Said } {
  const lineEnd = text.indexOf('\n', start);
  const line = withoutTrailing(text.slice(start, lineEnd < 0 ? text.length : lineEnd), ' \t\r');
  const at = { start, end: start + line.length };
  const quoted = `'${line.replaceAll("'", "''")}'`;
  return {
    at,
    said: {
      rule: 'yaml-unquoted-template',
      message: `${line.slice(0, 40)} has no quotes, so YAML reads the braces as a mapping, not as text.`,
      hint: `Write ${quoted.slice(0, 60)}, or put the text in a block after \`|-\`.`,
      fix: { title: 'Put the text in quotes', ...at, text: quoted },
    },
  };
}

const VALUE_STARTS_WITH_TAG = /(?:^|[:-])[ \t]+(?=\{[{%])/;

/** Where an unquoted template tag starts a value on the line of a syntax error, if one does. */
export function unquotedTemplateNear({ text }: SourceText, offset: number): number | undefined {
  const lineStart = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  const lineEnd = text.indexOf('\n', lineStart);
  const match = VALUE_STARTS_WITH_TAG.exec(text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd));
  return match === null ? undefined : lineStart + match.index + match[0].length;
}
