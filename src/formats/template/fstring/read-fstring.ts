import { type ForeignText, refusal } from '../foreign-text.ts';
import { joinTexts, path, type TemplatePart } from '../template-part.ts';

const PIECE = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;

/** Reads a template as Python's `str.format` does, with names only: `{name}`, and `{{` for a brace. */
export function readFString(source: ForeignText): TemplatePart[] {
  const { text } = source;
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of text.matchAll(PIECE)) {
    const [piece, name] = match;
    parts.push({ kind: 'text', text: text.slice(end, match.index) });
    end = match.index + piece.length;
    if (piece === '{{' || piece === '}}') parts.push({ kind: 'text', text: piece.charAt(0) });
    else if (name !== undefined && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))
      parts.push({ kind: 'output', value: path(name), at: match.index });
    else throw refused(source, match.index, piece);
  }
  parts.push({ kind: 'text', text: text.slice(end) });
  return joinTexts(parts);
}

function refused(source: ForeignText, at: number, piece: string): Error {
  return piece.length === 1
    ? refusal(source, at, `This \`${piece}\` belongs to no variable.`, `Write \`${piece}${piece}\` for the brace itself.`)
    : refusal(
        source,
        at,
        `\`${piece}\` is more than the name of a variable.`,
        'Format the value before, and pass it under a name of its own.',
      );
}
