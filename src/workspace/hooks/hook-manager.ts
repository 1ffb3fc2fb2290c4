import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HookName } from './hook-script.ts';

/** A program that runs the hooks of a repository, by a file that is committed. */
export interface HookManager {
  readonly name: string;
  /** Its file, relative to the top of the repository. */
  readonly file: string;
  /** True when the file runs us already. */
  readonly runsUs: boolean;
  /** What to put into the file. */
  readonly lines: (hook: HookName, folder: string) => string;
}

/** The command of a hook in a project that has promptlane among its packages. */
function call(hook: HookName, folder: string): string {
  return `npx --no-install promptlane hook run${folder === '.' ? '' : ` -C ${folder}`} ${hook}`;
}

const MANAGERS: readonly (Pick<HookManager, 'name' | 'lines'> & { readonly files: (hook: HookName) => readonly string[] })[] = [
  {
    name: 'pre-commit',
    files: () => ['.pre-commit-config.yaml'],
    lines: (hook, folder) =>
      `- repo: local\n  hooks:\n    - { id: promptlane, name: promptlane, language: system, entry: ${call(hook, folder)}, pass_filenames: false, always_run: true, stages: [${hook === 'pre-commit' ? 'commit' : 'push'}] }`,
  },
  {
    name: 'lefthook',
    files: () => ['lefthook.yml', 'lefthook.yaml', '.lefthook.yml', '.lefthook.yaml', 'lefthook.json', 'lefthook.toml'],
    lines: (hook, folder) =>
      `${hook}:\n  commands:\n    promptlane:\n      run: ${call(hook, folder)}${hook === 'pre-push' ? '\n      use_stdin: true' : ''}`,
  },
  {
    name: 'husky',
    files: (hook) => [`.husky/${hook}`],
    lines: (hook, folder) => `${call(hook, folder)}${hook === 'pre-push' ? ' "$@"' : ''}`,
  },
];

/** The manager of a repository's hooks, as its files tell; husky is known by its folder even before it has this hook. */
export function hookManager(top: string, hook: HookName): HookManager | undefined {
  for (const { name, files, lines } of MANAGERS) {
    for (const file of files(hook)) {
      const text = textOf(join(top, file)) ?? (name === 'husky' && textOf(join(top, '.husky/_/h')) !== undefined ? '' : undefined);
      if (text !== undefined) return { name, file, lines, runsUs: mentionsHook(text, hook) };
    }
  }
  return undefined;
}

/**
 * True when a file of a manager, or a hook by hand, runs us before a commit, or before a push.
 *
 * Both events may be in one file. A check of ours may have other words than those that we propose; a push must be named.
 */
export function mentionsHook(text: string, hook: HookName): boolean {
  const lines = text
    .split('\n')
    .filter((line) => /\bpromptlane\b.*\b(?:hook|check|lock|verify|ci)\b/.test(line) && !/^\s*(?:#|\/\/)/.test(line));
  return lines.some((line) => /\bpre-push\b/.test(line) === (hook === 'pre-push'));
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
