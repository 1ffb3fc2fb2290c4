import { existsSync } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import type { Workspace } from '../../../workspace/config/workspace.ts';
import type { Git } from '../../../workspace/git/git.ts';
import { hookGit } from '../../../workspace/hooks/proposed-tree.ts';
import type { LockfileStore } from '../../../workspace/lockfile-file/lockfile-file.ts';
import { STATE_FOLDER } from '../../../workspace/state-folder.ts';
import { hookInPlace } from '../../hooks/install-hooks.ts';
import { firstEnvironment } from '../../release/environments.ts';
import { status } from '../../release/status.ts';
import type { Tree } from '../../versions/tree.ts';
import { type Examination, type Finding, saidBy } from './examination.ts';
import { examineMerges } from './merges.ts';

/** What is looked at of a project; each part may fail on its own. */
export interface ProjectParts {
  workspace(): Promise<Workspace>;
  tree(): Promise<Tree>;
  git(): Promise<Git | undefined>;
  lockfile(): Promise<LockfileStore>;
}

/** Looks at what lies in the project's folder. */
export function projectExaminations(parts: ProjectParts): Examination[] {
  return [
    { check: 'repository', look: () => repository(parts) },
    { check: 'config', look: () => config(parts) },
    { check: 'prompts', look: () => prompts(parts) },
    { check: 'lockfile', look: () => lockfile(parts) },
    { check: 'state folder', look: () => stateFolder(parts) },
    { check: 'merges', look: () => merges(parts) },
    { check: 'hook', look: () => hook(parts) },
    { check: 'editor', look: () => editor(parts) },
  ];
}

async function repository({ git, workspace }: ProjectParts): Promise<Finding[]> {
  const check = 'repository';
  const { gitRoot } = await workspace();
  if (gitRoot === undefined) return [{ check, status: 'warn', message: 'this folder is in no git repository', fix: 'git init' }];
  const head = await (await git())?.headInfo();
  if (head === undefined) return [{ check, status: 'warn', message: 'git does not take this folder for a repository', fix: 'git status' }];
  const name = head.branch ?? 'a detached HEAD';
  const where = head.commit === undefined ? `${name}, no commit yet` : `${name} at ${head.commit.slice(0, 12)}`;
  const findings: Finding[] = [{ check, status: 'ok', message: head.dirty ? `${where}, with changes` : where }];
  if (existsSync(join(gitRoot, '.git', 'shallow'))) {
    findings.push({ check, status: 'warn', message: 'the clone is shallow: older versions are not here', fix: 'git fetch --unshallow' });
  }
  return findings;
}

async function config({ workspace }: ProjectParts): Promise<Finding[]> {
  const check = 'config';
  try {
    const { configFile, root, diagnostics } = await workspace();
    if (configFile === undefined) return [{ check, status: 'warn', message: 'none: the defaults hold', fix: 'promptlane init --bare' }];
    const name = relative(root, configFile);
    const warnings = diagnostics.map(
      ({ message, range }): Finding => ({ check, status: 'warn', message: `${name}:${range.line}: ${message}` }),
    );
    return [{ check, status: 'ok', message: name }, ...warnings];
  } catch (error) {
    const where = error instanceof Failure && error.where ? `${error.where.file}:${error.where.line}: ` : '';
    return [{ check, status: 'fail', message: where + saidBy(error), fix: 'promptlane config explain', kind: 'usage' }];
  }
}

async function prompts({ workspace, tree }: ProjectParts): Promise<Finding[]> {
  const check = 'prompts';
  if (!(await isReadable(workspace))) return [];
  const { library, diagnostics } = await tree();
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const { size } = library.prompts;
  if (errors > 0) return [{ check, status: 'fail', message: `${errors} errors in the files`, fix: 'promptlane check', kind: 'validation' }];
  if (size === 0) return [{ check, status: 'warn', message: 'there are none', fix: 'promptlane new support/triage' }];
  return [{ check, status: 'ok', message: `${size} without an error` }];
}

async function lockfile({ workspace, tree, lockfile: open }: ProjectParts): Promise<Finding[]> {
  const check = 'lockfile';
  if (!(await isReadable(workspace))) return [];
  try {
    const store = await open();
    const { environments } = (await workspace()).config;
    const file = store.fileOf(firstEnvironment(environments));
    if ((await store.readTexts()).size === 0) return [{ check, status: 'warn', message: `there is no ${file}`, fix: 'promptlane lock' }];
    const { rows } = status(await tree(), await store.read(), environments, undefined);
    if (rows.length === 0) return [{ check, status: 'ok', message: `${file} is what the tree is` }];
    return [{ check, status: 'warn', message: `${rows.length} of the prompts differ from ${file}`, fix: 'promptlane lock' }];
  } catch (error) {
    // That the prompts are wrong is told where they are looked at.
    if (error instanceof Failure && error.code === 'prompts-invalid') return [];
    const kind = error instanceof Failure && error.code === 'lockfile-conflicted' ? 'conflict' : 'validation';
    return [
      {
        check,
        status: 'fail',
        message: saidBy(error),
        fix: kind === 'conflict' ? 'promptlane lock --resolve' : `git diff -- 'promptlane*.lock'`,
        kind,
      },
    ];
  }
}

async function stateFolder({ workspace, git }: ProjectParts): Promise<Finding[]> {
  const check = 'state folder';
  if (!(await isReadable(workspace))) return [];
  const { root } = await workspace();
  const path = join(root, STATE_FOLDER);
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined) return [{ check, status: 'ok', message: `${STATE_FOLDER} is made when it is needed` }];
  if (!stats.isDirectory())
    return [{ check, status: 'fail', message: `${STATE_FOLDER} is no folder`, fix: `rm ${STATE_FOLDER}`, kind: 'usage' }];
  const findings: Finding[] = [];
  const committed = await git().then((repository) => repository?.listIndex([STATE_FOLDER]));
  if (committed?.length) {
    findings.push({
      check,
      status: 'fail',
      message: `${STATE_FOLDER} is committed`,
      fix: `git rm -r --cached ${STATE_FOLDER}`,
      kind: 'usage',
    });
  }
  if (!existsSync(join(path, '.gitignore')) && !(await ignoresState(root))) {
    findings.push({ check, status: 'warn', message: `git does not ignore ${STATE_FOLDER}`, fix: `echo '${STATE_FOLDER}/' >> .gitignore` });
  }
  if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) {
    findings.push({ check, status: 'warn', message: `others on this machine can read ${STATE_FOLDER}`, fix: `chmod 700 ${STATE_FOLDER}` });
  }
  return findings.length > 0 ? findings : [{ check, status: 'ok', message: `${STATE_FOLDER} is closed, and ignored by git` }];
}

async function ignoresState(root: string): Promise<boolean> {
  const text = await readFile(join(root, '.gitignore'), 'utf8').catch(() => '');
  return text.split(/\r?\n/).some((line) => line.trim().replace(/^\/|\/$/g, '') === STATE_FOLDER);
}

async function merges({ git, workspace }: ProjectParts): Promise<Finding[]> {
  const repository = (await isReadable(workspace)) ? await git() : undefined;
  return repository === undefined ? [] : examineMerges(repository);
}

async function hook({ workspace: open }: ProjectParts): Promise<Finding[]> {
  const check = 'hook';
  if (!(await isReadable(open))) return [];
  const workspace = await open();
  if (workspace.gitRoot === undefined) return [];
  const place = await hookInPlace({ workspace, git: hookGit(workspace.root) });
  if (place !== undefined) return [{ check, status: 'ok', message: `${place} runs promptlane` }];
  return [{ check, status: 'warn', message: 'nothing checks prompts before a commit', fix: 'promptlane hook install' }];
}

async function editor({ workspace, tree }: ProjectParts): Promise<Finding[]> {
  const check = 'editor';
  if (!(await isReadable(workspace))) return [];
  const { root } = await workspace();
  const files = (await tree()).files.filter(({ kind }) => kind === 'prompt');
  if (files.length === 0) return [];
  const settings = await readdir(join(root, '.vscode')).catch((): string[] => []);
  const texts = await Promise.all(settings.map((name) => readFile(join(root, '.vscode', name), 'utf8').catch(() => '')));
  if (texts.some((text) => text.includes('.prompt.yaml')))
    return [{ check, status: 'ok', message: '.vscode names the schema of prompt files' }];
  const without = files.filter(({ text }) => !/^# yaml-language-server: \$schema=/m.test(text)).length;
  if (without === 0) return [{ check, status: 'ok', message: 'every prompt file names its schema' }];
  return [
    { check, status: 'warn', message: `${without} of ${files.length} prompt files name no schema for editors`, fix: 'promptlane init' },
  ];
}

/** What depends on a config that cannot be read is not looked at: that was said once. */
async function isReadable(workspace: ProjectParts['workspace']): Promise<boolean> {
  return workspace().then(
    () => true,
    () => false,
  );
}
