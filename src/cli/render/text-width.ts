import stringWidth from 'string-width';

/** Colours, which take no column. */
const COLORS = /\u001b\[[\d;]*m/g;

/** Characters that take one column each, whatever stands beside them: ASCII, Latin letters, and the signs that our tables have. */
const NARROW = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2190\u2192\u2500-\u259f✓✗]*$/;

/** How many columns a text takes where it is shown; of a text that is plainly narrow the tables of Unicode are not loaded for that. */
export function textWidth(text: string): number {
  const shown = text.includes('\u001b') ? text.replace(COLORS, '') : text;
  return NARROW.test(shown) ? shown.length : stringWidth(text);
}
