import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Tells workers where the cluster of this test run is, or will be. */
const FOLDER = 'PROMPTLANE_TEST_POSTGRES';

/** Where Debian keeps the programs of its newest version. */
function programs(): string | undefined {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => `/usr/lib/postgresql/${version}/bin`).find((folder) => existsSync(join(folder, 'initdb')));
}

/** Whether tests can have a PostgreSQL; in CI they must, so that nothing is left out unseen. */
export function hasPostgres(): boolean {
  if (programs() !== undefined) return true;
  if (process.env.CI) throw new Error('PostgreSQL is not installed: apt-get install postgresql');
  return false;
}

/** A PostgreSQL server of the tests' own on a Unix socket. */
export interface PostgresCluster {
  /** The URL of one of its databases. */
  url(database: string): string;
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
  start(): Promise<void>;
}

/** The cluster of this test run; the first who asks starts and prepares it. */
export async function sharedCluster(prepare: (cluster: PostgresCluster) => Promise<void>): Promise<PostgresCluster> {
  const folder = process.env[FOLDER];
  if (folder === undefined) throw new Error('test/support/postgres-cluster.ts must be a global setup of this project');
  const ready = join(folder, 'ready');
  if (isFirst(folder)) {
    const cluster = await ownCluster(join(folder, 'cluster'));
    await prepare(cluster);
    writeFileSync(ready, '');
    return cluster;
  }
  while (!existsSync(ready)) await wait(20);
  return clusterIn(join(folder, 'cluster'));
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(join(folder, 'lock'));
    return true;
  } catch {
    return false;
  }
}

/** An order of text that is not that of bytes, as most installations have one. */
const LOCALE = ['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-US'];

/** Makes and starts a cluster in a folder that is not there yet. */
export async function ownCluster(folder: string): Promise<PostgresCluster> {
  mkdirSync(folder, { mode: 0o700 });
  const { uid, gid } = owner();
  chownSync(folder, uid, gid);
  const options = ['-D', join(folder, 'data'), '-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8', ...LOCALE];
  execFileSync(join(programs() ?? '', 'initdb'), options, { uid, gid, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const cluster = clusterIn(folder);
  await cluster.start();
  return cluster;
}

function clusterIn(folder: string): PostgresCluster {
  return {
    url: (database) => `postgres:///${database}?host=${encodeURIComponent(folder)}&user=postgres`,
    start: () => control(folder, 'start', '-w', '-l', join(folder, 'log'), '-o', settings(folder)),
    stop: (mode = 'fast') => control(folder, 'stop', '-w', '-m', mode),
  };
}

/** Nothing has to survive a power cut; nobody else may connect. */
function settings(folder: string): string {
  const quick = [
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
    'shared_buffers=32MB',
    'max_connections=200',
    'wal_level=minimal',
    'max_wal_senders=0',
  ];
  return [`-k ${folder}`, '-h ""', ...quick.map((setting) => `-c ${setting}`)].join(' ');
}

function control(folder: string, ...parameters: string[]): Promise<void> {
  const { uid, gid } = owner();
  const child = spawn(join(programs() ?? '', 'pg_ctl'), ['-D', join(folder, 'data'), ...parameters], {
    uid,
    gid,
    cwd: folder,
    stdio: 'ignore',
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`pg_ctl ${parameters[0]} exited with ${code}`))));
  });
}

/** PostgreSQL refuses to run as root; then it runs as the user that Debian made for it. */
function owner(): { uid: number; gid: number } {
  const [uid = 0, gid = 0] = [process.getuid?.(), process.getgid?.()];
  if (uid !== 0) return { uid, gid };
  const user = readFileSync('/etc/passwd', 'utf8').match(/^(?:postgres|nobody):[^:]*:(\d+):(\d+):/m);
  return { uid: Number(user?.[1]), gid: Number(user?.[2]) };
}

/** Global setup: names the folder of the cluster, and stops what was started there when all tests have ended. */
export default function setup(): (() => Promise<void>) | undefined {
  if (process.env[FOLDER] !== undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'promptlane-postgres-'));
  chmodSync(folder, 0o755);
  process.env[FOLDER] = folder;
  return async () => {
    if (existsSync(join(folder, 'cluster', 'data', 'postmaster.pid'))) await clusterIn(join(folder, 'cluster')).stop('immediate');
    rmSync(folder, { recursive: true, force: true });
  };
}
