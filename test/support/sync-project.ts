import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PromptId } from '../../src/prompt/prompt.ts';
import type { DraftUpload } from '../../src/registry/registry.ts';
import { treeOf } from '../../src/workflows/versions/tree.ts';
import { libraryUploads, uploadWith } from '../../src/workflows/versions/version-uploads.ts';
import { openWorkspace } from '../../src/workspace/config/open-workspace.ts';
import { listSources } from '../../src/workspace/files/list-sources.ts';
import type { CliResult } from './cli.ts';
import { runHere, runWithSilentStdin } from './command-line.ts';
import { type TemporaryRepository, temporaryClone } from './git-repository.ts';
import type { RunningRegistry } from './running-registry.ts';
import { sourceOf } from './sample-versions.ts';
import { type TemporaryWorkspace, temporaryWorkspace } from './temporary-workspace.ts';

/** A checkout that talks to a registry. */
export interface Checkout {
  readonly path: string;
  run(...args: string[]): Promise<CliResult>;
  /** The same with a stdin that stays open and says nothing. */
  runUnattended(...args: string[]): Promise<CliResult>;
  /** The same with CI set. */
  runInCi(...args: string[]): Promise<CliResult>;
  text(path: string): string;
  /** Exchanges a stretch of a file. */
  edit(path: string, from: string, to: string): void;
  git: TemporaryRepository['git'];
  commit(message?: string): void;
}

/** A project with a history, whose first commit is locked and pushed. */
export async function pushedProject(
  registry: RunningRegistry,
  files: Readonly<Record<string, string>> = {},
): Promise<Checkout & { clone(token?: string): Checkout }> {
  const workspace: TemporaryWorkspace = temporaryWorkspace(files);
  const signedIn = (token = registry.token) => ({ PROMPTLANE_REGISTRY_URL: registry.url, PROMPTLANE_TOKEN: token });
  const checkout = await pushed(checkoutOf(workspace, signedIn()));
  return { ...checkout, clone: (token) => checkoutOf(temporaryClone(workspace), signedIn(token)) };
}

/** A checkout whose files are locked, committed and pushed. */
export async function pushed(checkout: Checkout): Promise<Checkout> {
  await expectOk(checkout.run('lock'));
  checkout.commit('Lock');
  await expectOk(checkout.run('push'));
  return checkout;
}

/** @param env which registry it talks to, and as whom */
export function checkoutOf({ path, git }: TemporaryRepository, env: Readonly<Record<string, string>>): Checkout {
  const text = (file: string) => readFileSync(join(path, file), 'utf8');
  return {
    path,
    git,
    run: (...args) => runHere(args, { cwd: path, env }),
    runUnattended: (...args) => runWithSilentStdin(args, { cwd: path, env }),
    runInCi: (...args) => runHere(args, { cwd: path, env: { ...env, CI: 'true' } }),
    text,
    edit(file, from, to) {
      const before = text(file);
      if (!before.includes(from)) throw new Error(`${file} does not hold "${from}"`);
      writeFileSync(join(path, file), before.replace(from, to));
    },
    commit(message = 'Change') {
      git('add', '--all');
      git('commit', '--quiet', '-m', message);
    },
  };
}

async function expectOk(run: Promise<CliResult>): Promise<void> {
  const { exitCode, stdout, stderr } = await run;
  if (exitCode !== 0) throw new Error(`ended with ${exitCode}:\n${stdout}\n${stderr}`);
}

/**
 * An edit as a web editor makes it: of the file as a checkout has it, sent with its text and its parent.
 *
 * @param checkout the state that was edited; its files stay as they are.
 */
export async function draftOf(checkout: Pick<Checkout, 'path'>, path: string, change: (text: string) => string): Promise<DraftUpload> {
  const sources = await listSources(await openWorkspace({ cwd: checkout.path }));
  const file = sources.files.find((source) => source.path === path);
  if (file === undefined) throw new Error(`There is no ${path}.`);
  const after = change(file.text);
  const uploads = (text: string) => {
    const tree = treeOf({ ...sources, files: sources.files.map((source) => (source === file ? { ...source, text } : source)) });
    return libraryUploads(tree.library, tree.versions).find((upload) => upload.file.path === path);
  };
  const [parent, edited] = [uploads(file.text), uploads(after)];
  if (parent === undefined || edited === undefined) throw new Error(`${path} defines nothing that is uploaded.`);
  return { ...uploadWith(edited, sourceOf(after).blob), parent: parent.digest, author: { name: 'Mia', email: 'mia@example.com' } };
}

export const promptId = (text: string) => text as PromptId;
