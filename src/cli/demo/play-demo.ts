import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { execa } from 'execa';
import type { Ending } from '../../base/exit-code.ts';
import type { CliContext } from '../context.ts';
import { EXECUTABLE } from '../executable.ts';
import { answerSource } from './answer-source.ts';
import { startRegistry } from './start-registry.ts';
import { PROJECT, RELEASE, type Step } from './story.ts';

/**
 * Plays the story with the real commands on the real sample.
 *
 * A command that ends otherwise than the story tells is a defect of the demo.
 */
export async function playDemo({ keep }: { readonly keep: boolean }, context: CliContext): Promise<Ending> {
  const { terminal } = context;
  const { bold, dim } = terminal.color;
  const folder = await mkdtemp(join(tmpdir(), 'promptlane-demo-'));
  if (!keep) context.defer(() => rm(folder, { recursive: true, force: true }));
  const stage = { folder, context, answers: await answerSource(context.variables) };
  terminal.print(dim(`# ${stage.answers.told}`));
  await git(folder, ['init', '--quiet', '--initial-branch=main']);
  for (const step of PROJECT) await play(step, stage);
  const registry = await startRegistry(EXECUTABLE, folder);
  context.defer(() => registry.stop());
  terminal.print(`\n${bold('$ promptlane serve &')}\n${registry.greeting}`);
  for (const step of RELEASE) await play(step, stage);
  terminal.print(nextStep(bold));
  if (keep) terminal.print(dim(`The project is in ${folder}`));
  return 'ok';
}

/** What to type in one's own repository: a checkout of promptlane is not on the path there. */
function nextStep(bold: (text: string) => string): string {
  const command = EXECUTABLE.split(sep).includes('node_modules') ? 'npx promptlane' : `node ${EXECUTABLE}`;
  const lines = ['init --bare', 'new support/reply', 'check', 'check path/to/an/existing.prompt.yml'].map((line) => `  ${command} ${line}`);
  return ['', bold('That is the whole way from an edit to a rollback.'), 'Next, in your own repository:', '', ...lines, ''].join('\n');
}

interface Stage {
  readonly folder: string;
  readonly context: CliContext;
  readonly answers: Awaited<ReturnType<typeof answerSource>>;
}

async function play(step: Step, { folder, context: { terminal }, answers }: Stage): Promise<void> {
  const { bold, dim, cyan } = terminal.color;
  switch (step.kind) {
    case 'tell':
      return terminal.print(`\n${cyan(`# ${step.text}`)}`);
    case 'edit': {
      const path = join(folder, step.file);
      await writeFile(path, (await readFile(path, 'utf8')).replace(step.find, step.replace));
      return terminal.print(`${dim(`# ${step.file}:`)}\n${dim(`-  ${step.find}`)}\n${dim(`+  ${step.replace}`)}`);
    }
    case 'commit':
      await git(folder, ['add', '--all']);
      await git(folder, ['commit', '--quiet', '--message', step.message]);
      return terminal.print(`\n${bold(`$ git commit -a -m "${step.message}"`)}`);
    default: {
      const args = step.asksModel ? [...step.arguments, ...answers.flags] : step.arguments;
      terminal.print(`\n${bold(`$ promptlane ${args.map((word) => (word.includes(' ') ? `"${word}"` : word)).join(' ')}`)}`);
      const { exitCode } = await execa(process.execPath, [EXECUTABLE, ...args], {
        cwd: folder,
        stdio: 'inherit',
        reject: false,
        env: answers.variables,
      });
      if (exitCode !== 0) terminal.print(dim(`(exit code ${exitCode})`));
      if (exitCode !== step.exits && !(step.asksModel && answers.isLive)) {
        throw new Error(`\`promptlane ${args.join(' ')}\` ended with ${exitCode}, and the story says ${step.exits}.`);
      }
    }
  }
}

/** Git as on a machine where nobody has told it who they are, and without the reader's own hooks and settings. */
async function git(folder: string, args: readonly string[]): Promise<void> {
  const identity = ['-c', 'user.name=Demo', '-c', 'user.email=demo@example.com', '-c', 'commit.gpgsign=false', '-c', 'core.hooksPath='];
  await execa('git', [...identity, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}
