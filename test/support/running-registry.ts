import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Binding } from '../../src/access/principal.ts';
import { PROBLEM_TYPE, type Problem, problemSchema } from '../../src/protocol/problem.ts';
import { nativeRegistry } from '../../src/registry/native/registry-client.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { DEFAULT_ENVIRONMENTS } from '../../src/release/environment.ts';
import { tokenKeeper } from '../../src/server/auth/token-keeper.ts';
import { privateKey } from '../../src/server/private-file.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../src/server/start-server.ts';
import { type DatabasePlace, openDatabase } from '../../src/server/storage/open-database.ts';
import { type DatabaseKind, temporaryPlace } from './temporary-database.ts';

/** A real registry on a free port with a real database of its own. */
export interface RunningRegistry {
  readonly url: string;
  readonly place: DatabasePlace;
  readonly folder: string;
  readonly token: string;
  /** Signed in as the admin of the first start. */
  readonly admin: Registry;
  readonly logLines: string[];
  /** Moves the server's clock. */
  advance(ms: number): void;
  /** What the server's clock says. */
  now(): number;
  /** What its start printed for the first admin. */
  setupCode(): string | undefined;
  /** A token for a new principal with these grants. */
  tokenFor(name: string, ...bindings: readonly Partial<Binding>[]): Promise<string>;
  client(token: string, project?: string): Registry;
  request(
    path: string,
    options?: { method?: string; token?: string | null; body?: unknown; headers?: Record<string, string> },
  ): Promise<Response>;
  /** Stops and starts it on the same folder. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The problem of an error answer; fails the test when the body is not one. */
export async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe(PROBLEM_TYPE);
  const problem = z.strictObject(problemSchema.shape).parse(await response.json());
  expect(problem.status).toBe(response.status);
  return problem;
}

/** The database of the project that runs: vitest.config.ts runs some files on both. */
const KIND: DatabaseKind = process.env.PROMPTLANE_TEST_DATABASE === 'PostgreSQL' ? 'PostgreSQL' : 'SQLite';

export async function runningRegistry(kind = KIND, options: Partial<ServerOptions> = {}): Promise<RunningRegistry> {
  const { place, remove } = await temporaryPlace(kind, 'migrated');
  const logLines: string[] = [];
  const clients: Registry[] = [];
  let ahead = 0;
  const start = (): Promise<RunningServer> =>
    startServer({
      dataFolder: place.dataFolder,
      ...(place.url !== undefined && { database: place.url }),
      port: 0,
      environments: DEFAULT_ENVIRONMENTS,
      clock: () => Date.now() + ahead,
      log: (line) => logLines.push(line),
      // Tests of people sign in dozens of times.
      passwordCost: { N: 2 ** 10, r: 8, p: 1 },
      ...options,
    });
  let server = await start();
  const token = (await readFile(join(place.dataFolder, 'admin.token'), 'utf8')).trim();
  const client = (own: string, project = 'default') => {
    const made = nativeRegistry({ url: server.url, token: own, project, fetchTimeoutMs: 60_000 });
    clients.push(made);
    return made;
  };
  let admin = client(token);
  const closeClients = () => Promise.all(clients.splice(0).map((each) => each.close()));
  return {
    get url() {
      return server.url;
    },
    get admin() {
      return admin;
    },
    place,
    folder: place.dataFolder,
    token,
    logLines,
    client,
    now: () => Date.now() + ahead,
    setupCode: () => server.setupCode,
    advance: (ms) => {
      ahead += ms;
    },
    async tokenFor(name, ...bindings) {
      const { db } = await openDatabase(place);
      try {
        const keeper = tokenKeeper(db, await privateKey(join(place.dataFolder, 'pepper.key')));
        const grants = bindings.map(
          (grant): Binding => ({ role: 'viewer', project: 'default', environments: '*', prompts: '*', ...grant }),
        );
        return await keeper.issue(name, grants, Date.now());
      } finally {
        await db.destroy();
      }
    },
    request: (path, { method = 'GET', token: own = token, body, headers = {} } = {}) =>
      fetch(server.url + path, {
        method,
        headers: {
          ...(own !== null && { authorization: `Bearer ${own}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    async restart() {
      await closeClients();
      await server.close();
      server = await start();
      admin = client(token);
    },
    async stop() {
      await closeClients();
      await server.close();
      await remove();
    },
  };
}
