import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

// One folder for all that a test file makes; importing this file is enough to have it removed at the end.
const BASE = realpathSync(mkdtempSync(join(tmpdir(), 'promptlane-test-')));
const removeAll = () => rmSync(BASE, { recursive: true, force: true });
afterAll(removeAll);
// Unit tests share one module graph: what the files after the first one make goes when their thread ends.
process.once('exit', removeAll);

/** A folder of this test alone. */
export interface TemporaryFolder {
  readonly path: string;
  /** Writes files by their paths, making folders. */
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
}

/** A git repository of this test alone: no setting of the machine reaches it. */
export interface TemporaryRepository extends TemporaryFolder {
  /** Runs git here and gives what it printed, without the last line end. */
  git(...args: string[]): string;
  /** Writes files, adds everything and commits. */
  commit(files: Readonly<Record<string, string | Uint8Array>>, message?: string): string;
}

const ISOLATED: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};

/** The environment in which tests run git: the same on every machine. */
export function isolatedGit(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { ...ISOLATED, ...extra };
}

export function temporaryFolder(): TemporaryFolder {
  mkdirSync(BASE, { recursive: true });
  return folderAt(mkdtempSync(join(BASE, 'folder-')));
}

/** A new repository on the branch `main`. */
export function temporaryRepository(): TemporaryRepository {
  const folder = temporaryFolder();
  const repository = repositoryAt(folder.path);
  repository.git('init', '--quiet', '--initial-branch=main');
  return repository;
}

/** A clone of another repository, over the file protocol, so that depth and filters count. */
export function temporaryClone(of: TemporaryRepository, ...options: string[]): TemporaryRepository {
  of.git('config', 'uploadpack.allowFilter', 'true');
  of.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  const clone = repositoryAt(temporaryFolder().path);
  clone.git('clone', '--quiet', ...options, `file://${of.path}`, '.');
  return clone;
}

function repositoryAt(path: string): TemporaryRepository {
  const folder = folderAt(path);
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: path, env: ISOLATED, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).replace(/\n$/, '');
  return {
    ...folder,
    git,
    commit(files, message = 'Change') {
      folder.write(files);
      git('add', '--all');
      // Without the housekeeping that would start another process for every commit.
      git('-c', 'maintenance.auto=false', '-c', 'gc.auto=0', 'commit', '--quiet', '--allow-empty', '-m', message);
      return git('rev-parse', 'HEAD');
    },
  };
}

function folderAt(path: string): TemporaryFolder {
  return {
    path,
    write(files) {
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(path, name)), { recursive: true });
        writeFileSync(join(path, name), content);
      }
    },
  };
}
