import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const FOLDER = fileURLToPath(new URL('../clients/langwatch/', import.meta.url));
const PACKAGE = join(FOLDER, 'node_modules', 'langwatch');

/** What installs it at a desk. */
export const INSTALL_LANGWATCH = 'npm run install-langwatch';

const isInstalled = () => existsSync(join(PACKAGE, 'package.json'));

/** Whether tests can have LangWatch's published client. It is 240 MB, so a desk is asked first; CI installs it, so that nothing is left out unseen. */
export function isLangwatchHere(): boolean {
  return isInstalled() || Boolean(process.env.CI);
}

/** Installs the client, pinned by its lockfile, where its users would: in a folder of its own. Once. */
export async function requireLangwatch(): Promise<void> {
  if (isInstalled()) return;
  const child = spawn('npm', ['ci'], { cwd: FOLDER, stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`npm ci in ${FOLDER} ended with ${code}`);
}

/** What their command line printed, and how it ended. */
export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** A folder of a user of LangWatch's command line. */
export interface LangwatchProject {
  readonly path: string;
  /** Runs `langwatch prompt …`; `answers` are typed when it asks. */
  run(args: readonly string[], answers?: string): Promise<Ran>;
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

export async function langwatchProject(server: { readonly url: string; readonly token: string }): Promise<LangwatchProject> {
  const path = await mkdtemp(join(tmpdir(), 'langwatch-'));
  return {
    path,
    async run(args, answers = '') {
      const child = spawn(process.execPath, [join(PACKAGE, 'dist', 'cli', 'index.js'), 'prompt', ...args], {
        cwd: path,
        env: {
          PATH: process.env.PATH,
          HOME: path,
          // Most of a run is compiling it; Node 20 has no such cache and ignores this.
          NODE_COMPILE_CACHE: join(FOLDER, 'node_modules', '.cache'),
          LANGWATCH_ENDPOINT: server.url,
          LANGWATCH_API_KEY: server.token,
        },
      });
      child.stdin.end(answers);
      return await ended(child);
    },
    read: (file) => readFile(join(path, file), 'utf8'),
    write: (file, text) => writeFile(join(path, file), text),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

async function ended(child: ChildProcess): Promise<Ran> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

/** A prompt as their SDK gives it. */
export interface SdkPrompt {
  readonly handle: string;
  readonly version: number;
  readonly versionId: string;
  readonly model: string;
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly prompt: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  compile(variables: object): { readonly messages: readonly { readonly content: string }[] };
}

export interface Sdk {
  readonly prompts: {
    create(body: object): Promise<SdkPrompt>;
    update(handle: string, body: object): Promise<SdkPrompt>;
    get(handle: string, options?: object): Promise<SdkPrompt>;
    getAll(): Promise<SdkPrompt[]>;
    delete(handle: string): Promise<unknown>;
  };
}

/** Their SDK as their users import it. It looks for local files where the process runs. */
export async function langwatchSdk({ url, token }: { readonly url: string; readonly token: string }): Promise<Sdk> {
  const { LangWatch } = (await import(pathToFileURL(join(PACKAGE, 'dist', 'index.mjs')).href)) as {
    LangWatch: new (options: object) => Sdk;
  };
  return new LangWatch({ apiKey: token, endpoint: url });
}
