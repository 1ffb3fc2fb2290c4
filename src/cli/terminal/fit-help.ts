/** Narrower than this, help is left to the terminal: words would stand alone. */
const LEAST = 40;
/** How wide help gets, however wide the terminal is. */
export const HELP_WIDTH = 80;

/**
 * Breaks the lines of a help that are too long for a terminal.
 *
 * An example stays one that can be pasted: its parts end in a backslash.
 */
export function fitHelp(text: string, columns: number): string {
  const width = Math.max(LEAST, Math.min(columns, HELP_WIDTH));
  return text
    .split('\n')
    .flatMap((line) => (line.length <= width ? [line] : fitLine(line, width)))
    .join('\n');
}

function fitLine(line: string, width: number): string[] {
  const isExample = line.startsWith('  $ ');
  const indent = isExample ? ' '.repeat(6) : (/^ */.exec(line)?.[0] ?? '');
  const ending = isExample ? ' \\' : '';
  const [first = '', ...words] = isExample ? exampleWords(line.trimStart()) : line.trimStart().split(' ');
  const lines: string[] = [];
  let current = (isExample ? '  ' : indent) + first;
  for (const word of words) {
    if (current.length + 1 + word.length + ending.length <= width) {
      current += ` ${word}`;
    } else {
      lines.push(current + ending);
      current = indent + word;
    }
  }
  return [...lines, current];
}

/** A word of a shell: quotes hold it together. */
const WORD = /(?:[^\s"']|"[^"]*"|'[^']*')+/.source;
const EXAMPLE_WORD = new RegExp(`-{1,2}[a-z][a-z-]* (?!-)${WORD}|${WORD}`, 'gi');

/** A flag with its value, and a text in quotes, are one word: a break inside would make another command of it. */
function exampleWords(example: string): string[] {
  return example.match(EXAMPLE_WORD) ?? [example];
}
