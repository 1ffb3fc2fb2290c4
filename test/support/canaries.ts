import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { CliResult } from './cli.ts';
import { temporaryFolder } from './git-repository.ts';
import { closed, listening } from './listening.ts';

/** Whatever a hostile repository wants of the machine that it is looked at on, and the traps that tell of it. */
export interface Canaries {
  /** The home folder of the machine: keys, and what a login shell runs. */
  readonly home: string;
  /** Secrets of the job, by the variables that hold them. */
  readonly variables: Readonly<Record<string, string>>;
  /** Every text that must not come out: of variables and of files. */
  readonly secrets: readonly string[];
  /** An address that is not this machine's by any rule, and still leads to the listener. */
  readonly attacker: string;
  /** A shell command that leaves its name behind when it runs. */
  command(name: string): string;
  /** The text of an executable that does the same. */
  executable(name: string): string;
  /** The names of all that ran. */
  ran(): string[];
  /** All that was sent to the attacker: methods, paths, headers and bodies. */
  heard(): string[];
  /** The names of the files of the home folder that are not as they were. */
  changed(): string[];
  close(): Promise<void>;
}

export async function canaries(): Promise<Canaries> {
  const { path, write } = temporaryFolder();
  const home = join(path, 'home');
  const nest = join(path, 'ran');
  mkdirSync(nest);
  const secret = (kind: string) => `${kind}-canary-${randomBytes(8).toString('hex')}`;
  const key = secret('ssh');
  const files = {
    // As JSON and as YAML a mapping, so that whatever reads it gets far enough to quote it.
    '.ssh/id_rsa': JSON.stringify({ [key]: key }),
    '.npmrc': `//registry.example/:_authToken=${secret('npm')}`,
    '.netrc': secret('netrc'),
  };
  const variables = {
    PROMPTLANE_TOKEN: secret('plt'),
    OPENAI_API_KEY: secret('sk'),
    ANTHROPIC_API_KEY: secret('sk-ant'),
    GEMINI_API_KEY: secret('gem'),
    GITHUB_TOKEN: secret('ghs'),
    AWS_SECRET_ACCESS_KEY: secret('aws'),
    ACTIONS_RUNTIME_TOKEN: secret('runtime'),
    ACTIONS_ID_TOKEN_REQUEST_URL: 'http://0.0.0.0:1/token?api-version=2.0',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret('request'),
  };
  write(Object.fromEntries(Object.entries(files).map(([name, text]) => [`home/${name}`, `${text}\n`])));
  const before = filesOf(home);
  const heard: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push(JSON.stringify([request.method, request.url, request.headers, Buffer.concat(chunks).toString()]));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  const { origin } = await listening(server, '0.0.0.0');
  const command = (name: string) => `touch '${join(nest, name)}'`;
  return {
    home,
    variables,
    secrets: [key, ...Object.values(files), ...Object.entries(variables).flatMap(([name, text]) => (name.endsWith('URL') ? [] : [text]))],
    attacker: origin,
    command,
    executable: (name) => `#!/bin/sh\n${command(name)}\n`,
    ran: () => readdirSync(nest),
    heard: () => heard,
    changed() {
      const now = filesOf(home);
      return [...new Set([...Object.keys(now), ...Object.keys(before)])].filter((name) => now[name] !== before[name]);
    },
    close: () => closed(server),
  };
}

/** What holds after any command: nothing ran, no secret was told or sent, nothing outside changed, and nothing fell over. */
export function expectNothingGained(trap: Canaries, results: readonly CliResult[]): void {
  expect(trap.ran()).toEqual([]);
  const said = results.map(({ stdout, stderr }) => `${stdout}\n${stderr}`).join('\n');
  for (const secret of trap.secrets) expect(`${said}${trap.heard().join('\n')}`).not.toContain(secret);
  expect(trap.changed()).toEqual([]);
  for (const { exitCode, signal, stderr } of results) {
    if (exitCode === 1 || signal !== undefined) expect.fail(`A command fell over: ${signal ?? ''} ${stderr}`);
  }
}

/** Writes files that can be executed. */
export function writeExecutables(folder: string, texts: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(texts)) {
    const file = join(folder, name);
    mkdirSync(join(file, '..'), { recursive: true });
    if (!existsSync(file)) writeFileSync(file, text);
    chmodSync(file, 0o755);
  }
}

function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
