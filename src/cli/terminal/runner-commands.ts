/** What GitHub's runner takes for the start of a command: `::` after any space on a line, `##[` anywhere. */
const COMMAND = /(?:^|[\n\r])[^\S\n\r]*:(?=:)|##(?=\[)/g;

/** Stands between the characters of a command; a log shows nothing of it. */
const SPLIT = '\u200b';

/**
 * A text that is no command for the runner of a GitHub Actions job, which reads commands out of all that a step prints.
 *
 * A line of a prompt could set outputs, mask words of the log or end its groups.
 */
export function withoutRunnerCommands(text: string): string {
  return text.replace(COMMAND, (found) => `${found}${SPLIT}`);
}
