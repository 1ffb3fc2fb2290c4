/** How many colours to use: none, 16, 256 or 16 million. */
export type ColorLevel = 0 | 1 | 2 | 3;

/** What is known of a stream before anything is written to it. */
export interface ColorSituation {
  readonly isTTY: boolean;
  /** Bits per pixel that the terminal can show: 1, 4, 8 or 24. */
  readonly depth: number;
  /** False when `--no-color` was given. */
  readonly isWanted: boolean;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * Decides the colours of one stream; the first rule that says something wins:
 * `--no-color`, FORCE_COLOR, NO_COLOR, CLICOLOR_FORCE, then what the terminal is (none in a pipe,
 * on a dumb one, or with CLICOLOR=0).
 */
export function colorLevel({ isTTY, depth, isWanted, variables }: ColorSituation): ColorLevel {
  const { FORCE_COLOR, NO_COLOR, CLICOLOR_FORCE, CLICOLOR, TERM } = variables;
  if (!isWanted) return 0;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR === '0' || FORCE_COLOR === 'false' ? 0 : forcedLevel(FORCE_COLOR);
  if (NO_COLOR) return 0;
  if (CLICOLOR_FORCE && CLICOLOR_FORCE !== '0') return 1;
  if (!isTTY || TERM === 'dumb' || CLICOLOR === '0') return 0;
  return depth >= 24 ? 3 : depth >= 8 ? 2 : depth >= 4 ? 1 : 0;
}

function forcedLevel(value: string): ColorLevel {
  return value === '2' ? 2 : value === '3' ? 3 : 1;
}
