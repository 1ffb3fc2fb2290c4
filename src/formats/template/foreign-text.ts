import type { SourceRange } from '../../base/diagnostic.ts';
import { Failure } from '../../base/failure.ts';
import { sourceText } from '../../prompt/document/source-text.ts';
import type { Loss } from '../foreign-format.ts';
import type { ValueKind } from './template-part.ts';

/** Deeper nesting than any template that people write; what reads and writes templates recurses. */
const MAX_DEPTH = 60;

/** A template of another tool, with what is known around it. */
export interface ForeignText {
  readonly file: string;
  readonly text: string;
  /** What each variable holds, where the file says so. */
  readonly kinds: ReadonlyMap<string, ValueKind>;
  /** Where a place of the text stands in the file. */
  range(start: number, end?: number): SourceRange;
  /** Notes something that the translation says differently, or cannot say. */
  lose(kind: Loss['kind'], at: number, field: string, message: string): void;
}

interface Around {
  readonly file: string;
  /** The whole file; the template is a stretch of it, or stands alone. */
  readonly source?: { readonly text: string; readonly start: number };
  /** Finds a 1-based place of the text when the text is no stretch of the file, but a value in it. */
  readonly locate?: (position: { readonly line: number; readonly column: number }) => SourceRange;
  readonly kinds?: ReadonlyMap<string, ValueKind>;
}

/** Makes a template ready to be read; losses are added to the list that is given. */
export function foreignText(text: string, { file, source, locate, kinds = new Map() }: Around, losses: Loss[]): ForeignText {
  const { text: whole, start: shift } = source ?? { text, start: 0 };
  const located = sourceText(file, whole);
  const range = (start: number, end = start): SourceRange => {
    const place = located.range({ start: start + shift, end: end + shift });
    return locate === undefined ? place : locate(place);
  };
  return {
    file,
    text,
    kinds,
    range,
    lose: (kind, at, field, message) => losses.push({ kind, file, range: range(at), field, message }),
  };
}

/** The failure for what cannot be translated without changing what it means. */
export function refusal(source: ForeignText, at: number, message: string, hint: string): Failure {
  const { line, column } = source.range(at);
  return new Failure('import-refused', message, { hint, where: { file: source.file, line, column } });
}

/** Refuses nesting that would overflow whoever works with the template afterwards. */
export function requireDepth(source: ForeignText, at: number, depth: number): void {
  if (depth <= MAX_DEPTH) return;
  throw refusal(source, at, `Blocks are nested more than ${MAX_DEPTH} levels deep.`, 'Move inner blocks into partials.');
}
