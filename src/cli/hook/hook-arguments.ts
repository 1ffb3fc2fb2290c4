import { resolve } from 'node:path';
import type { GlobalOptions } from '../context.ts';
import type { HookCall, HookFlags } from './run-hook.ts';

/** A hook's run as its arguments ask for it. */
export interface HookArguments {
  readonly call: HookCall;
  readonly flags: HookFlags;
  readonly globals: GlobalOptions;
}

/** Reads the arguments that a hook is called with; nothing for any that only the whole command line knows. */
export function hookArguments(argv: readonly string[], workingDirectory: string): HookArguments | undefined {
  const words: string[] = [];
  const flags = new Set<string>();
  let directory = workingDirectory;
  const waiting = [...argv];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    if (word === '--') words.push(...waiting.splice(0));
    else if (FLAGS.has(word)) flags.add(word);
    else if (word === '-C') directory = resolve(workingDirectory, waiting.shift() ?? '.');
    else if (word.startsWith('-')) return undefined;
    else words.push(word);
  }
  // A misspelt event would pass for a file that is not there; the command line finds out which.
  if (isBareWord(words[0])) return undefined;
  return {
    call: hookCall(words),
    flags: { fix: flags.has('--fix'), json: flags.has('--json') },
    globals: { directory, registry: undefined, debug: false, color: !flags.has('--no-color'), input: !flags.has('--no-input') },
  };
}

const FLAGS: ReadonlySet<string> = new Set(['--fix', '--json', '--no-color', '--no-input']);

function isBareWord(word: string | undefined): boolean {
  return word !== undefined && !/[./\\]/.test(word) && !isEvent(word);
}

function isEvent(word: string | undefined): word is HookCall['event'] {
  return word === 'pre-commit' || word === 'pre-push';
}

/** The first word may name the event; a file of that name is `./pre-push`. */
export function hookCall(words: readonly string[]): HookCall {
  const [first, ...rest] = words;
  return isEvent(first) ? { event: first, rest } : { event: 'pre-commit', rest: words };
}
