import type { Rewriting } from './rewriting.ts';
import type { Said } from './source-text.ts';
import type { TextPosition } from './yaml/text-position.ts';

/** Something that a reader of a text does not see, and a model does. */
export interface TextFinding extends Said {
  readonly position: TextPosition;
  /** Rewrites the text, as it is or as YAML writes it, without what the finding is about. */
  readonly repair: Rewriting;
}

const BIDI = /\p{Bidi_Control}/gu;

/**
 * Characters without width. Joiners are fine where scripts and emoji need them; after a Latin, Greek or
 * Cyrillic letter, a digit or punctuation they do nothing. Tags are fine only in the flags of regions.
 */
const ZERO_WIDTH =
  /[\u200B\u2060-\u2064\uFEFF\u00AD]|(?<=^|[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}\p{P}\s])[\u200C\u200D]|(?<![\u{1F3F4}\u{E0020}-\u{E007F}])[\u{E0000}-\u{E007F}]/gu;

/** Beyond it the number says nothing more to anyone. */
const MOST_COUNTED = 1000;

/** Warns of what changes the content but cannot be seen in it. */
export function textFindings(text: string): TextFinding[] {
  // Almost every text is plain; this is much cheaper than what follows.
  if (!/[^\t\n\r -~]/.test(text)) return [];
  return [
    ...invisible(text, BIDI, 'bidi-control', 'control characters of writing direction'),
    ...invisible(text, ZERO_WIDTH, 'zero-width', 'characters without width'),
    ...notNormal(text),
  ];
}

function invisible(text: string, pattern: RegExp, rule: string, what: string): TextFinding[] {
  const first = text.search(pattern);
  if (first < 0) return [];
  const code = (text.codePointAt(first) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return [
    {
      rule,
      severity: 'warning',
      message: `The text holds invisible ${what}: ${countOf(text, pattern)}, the first is U+${code}.`,
      hint: 'Remove them: a reviewer does not see them, the model does.',
      position: positionOf(text, first),
      repair: { title: `Remove ${what}`, rewrite: (written) => written.replace(pattern, '') },
    },
  ];
}

function countOf(text: string, pattern: RegExp): string {
  let count = 0;
  for (const _match of text.matchAll(pattern)) {
    if (count === MOST_COUNTED) return `more than ${MOST_COUNTED}`;
    count += 1;
  }
  return String(count);
}

function notNormal(text: string): TextFinding[] {
  const normal = text.normalize('NFC');
  if (normal === text) return [];
  let index = 0;
  while (text[index] === normal[index]) index += 1;
  return [
    {
      rule: 'not-nfc',
      severity: 'warning',
      message: 'The text is not in Unicode normal form NFC: two texts that look the same may differ.',
      hint: 'Write the character in its composed form.',
      position: positionOf(text, index),
      repair: { title: 'Write composed characters', rewrite: (written) => written.normalize('NFC') },
    },
  ];
}

function positionOf(text: string, index: number): TextPosition {
  const before = text.slice(0, index);
  return { line: before.split('\n').length, column: index - before.lastIndexOf('\n') };
}
