import { gitFailure, gitOutput, type RunGit } from './run-git.ts';

/** The settings below some sections as git sees them here, whichever of its files they stand in, by key. */
export async function readSettings(run: RunGit, sections: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const args = ['config', '-z', '--get-regexp', `^(${sections.map((section) => section.replaceAll('.', '\\.')).join('|')})\\.`];
  const result = await run(args);
  // 1: there are none.
  if (result.code === 1) return new Map();
  if (result.code !== 0) throw gitFailure(args, result);
  const records = result.stdout.toString('utf8').split('\0').filter(Boolean);
  return new Map(
    records.map((record): [string, string] => {
      const [key = '', ...value] = record.split('\n');
      return [key, value.join('\n')];
    }),
  );
}

/** What .gitattributes says of a file. */
export async function readAttribute(run: RunGit, path: string, name: string): Promise<string> {
  const output = await gitOutput(run, ['check-attr', '-z', name, '--', path]);
  return output.toString('utf8').split('\0')[2] ?? '';
}

/** Sets settings of this clone alone; no commit can carry them. */
export async function writeSettings(run: RunGit, settings: ReadonlyMap<string, string>): Promise<void> {
  for (const [key, value] of settings) await gitOutput(run, ['config', '--local', key, value]);
}
