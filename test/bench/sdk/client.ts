import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { nativeRegistry } from '../../../src/registry/native/registry-client.ts';
import type { Registry, VersionUpload } from '../../../src/registry/registry.ts';
import type { EnvironmentName } from '../../../src/release/environment.ts';
import { Promptlane, type PromptlaneOptions } from '../../../src/sdk/node/index.ts';
import { closed, listening } from '../../support/listening.ts';
import { promptVersion } from '../../support/sample-versions.ts';
import { deadAddress } from '../../support/scripted-registry.ts';
import { startBackground } from '../background.ts';
import { CLI, promptlane } from '../measure.ts';
import { ms, type Row, type Scale, within } from '../row.ts';
import { inWorkspace } from '../workspace.ts';
import { busiest, each, medianOf, microseconds, timed } from './timing.ts';

const ENVIRONMENT = 'development' as EnvironmentName;
const PROMPTS = 1000;

/** The bars of the client: what a cold start, a call, an outage and a change cost an application. */
export function sdk({ quick }: Scale): Promise<Row[]> {
  return inWorkspace(PROMPTS, async ({ root }) => {
    await promptlane(['lock', '--no-frozen'], { cwd: root });
    const bundle = join(root, 'prompts.bundle.json');
    await promptlane(['bundle', '--env', ENVIRONMENT, '--out', bundle], { cwd: root });
    const data = join(root, '.promptlane', 'data');
    mkdirSync(data, { recursive: true });
    const server = await startBackground([CLI, 'serve', '--port', '0', '--data', data], root);
    const token = readFileSync(join(data, 'admin.token'), 'utf8').trim();
    const admin = nativeRegistry({ url: server.url, token, project: 'default' });
    try {
      await promptlane(['push', '--registry', server.url], { cwd: root, env: { PROMPTLANE_TOKEN: token } });
      const at = { url: server.url, token };
      return [
        ...(await coldRows(admin, at)),
        ...(await warmRows(bundle, quick)),
        ...(await outageRows(bundle)),
        ...(await changeRows(admin, at, quick ? 5 : 20)),
        await bundleRow(bundle, quick ? 3 : 9),
      ];
    } finally {
      await admin.close();
      await server.stop();
    }
  });
}

const made = (options: Partial<PromptlaneOptions>) => new Promptlane({ environment: ENVIRONMENT, refresh: 'off', ...options });

/** A `fetch` that writes down what was asked, and what it gave. */
function watched() {
  const seen: { url: string; status: number; bytes: number }[] = [];
  const watching: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    seen.push({ url: String(input), status: response.status, bytes: Number(response.headers.get('content-length') ?? 0) });
    return response;
  };
  return { seen, watching };
}

async function coldRows(admin: Registry, at: { url: string; token: string }): Promise<Row[]> {
  const { seen, watching } = watched();
  const [id = ''] = (await admin.state(ENVIRONMENT)).pins.keys();
  const prompts = made({ ...at, fetch: watching, prompts: [id] });
  const cold = await timed(() => Promise.all(Array.from({ length: 50 }, () => prompts.load(id))));
  const states = seen.filter(({ url }) => url.endsWith('/state')).length;
  const isOnce = new Set(seen.map(({ url }) => url)).size === seen.length;
  const requests = `${states} for the state, ${seen.length - states} for contents`;
  seen.length = 0;
  const unchanged = await timed(() => prompts.refresh());
  const [answer] = seen;
  await prompts.close();
  const everything = made(at);
  const all = await timed(() => everything.ready());
  await everything.close();
  return [
    { what: '50 cold gets of one prompt', ours: ms(cold), beside: requests, goal: { text: 'each once', isMet: states === 1 && isOnce } },
    {
      what: 'nothing changed',
      ours: ms(unchanged),
      beside: `${answer?.status}, ${answer?.bytes} bytes`,
      goal: { text: '304, empty', isMet: answer?.status === 304 && answer.bytes === 0 },
    },
    { what: `cold start with ${PROMPTS} prompts`, ours: ms(all), beside: 'contents in one request a level', goal: within(all, 2100) },
  ];
}

async function warmRows(bundle: string, quick: boolean): Promise<Row[]> {
  const prompts = made({ bundle });
  await prompts.ready();
  const ids = (JSON.parse(readFileSync(bundle, 'utf8')) as { pins: Record<string, string> }).pins;
  const names = Object.keys(ids);
  const calls = quick ? 20_000 : 200_000;
  for (const name of names) prompts.get(name);
  const p99 = busiest(
    each(calls, (index) => prompts.get(names[index % names.length] ?? '', { unit: { userId: index } })),
    0.99,
  );
  return [{ what: 'a warm get, p99', ours: microseconds(p99), beside: `${calls} calls`, goal: { text: '≤ 50 µs', isMet: p99 <= 0.05 } }];
}

async function outageRows(bundle: string): Promise<Row[]> {
  const small = { prompts: [], bundle: JSON.parse(readFileSync(bundle, 'utf8')) as object };
  const url = await deadAddress();
  const dead = await medianOf(9, () => timed(() => made({ ...small, url }).ready()));
  const silent = createServer(() => {});
  const { origin } = await listening(silent);
  const waiting = made({ ...small, url: origin });
  const hung = await timed(() => waiting.ready());
  const second = await timed(() => waiting.ready());
  await closed(silent);
  return [
    { what: 'a dead registry, with a bundle', ours: ms(dead), beside: '', goal: within(dead, 20) },
    { what: 'a hung registry, with a bundle', ours: ms(hung), beside: 'deadline 2 s', goal: within(hung, 2100) },
    { what: 'the second call', ours: microseconds(second), beside: '', goal: within(second, 1) },
  ];
}

async function changeRows(admin: Registry, at: { url: string; token: string }, rounds: number): Promise<Row[]> {
  const id = 'bench/moving';
  const versions = ['One.', 'Two.'].map((text) => promptVersion(id, text)) as [VersionUpload, VersionUpload];
  await admin.upload({ versions });
  const pin = async ({ digest }: VersionUpload) => {
    const { epoch, revision } = await admin.state(ENVIRONMENT);
    await admin.apply(ENVIRONMENT, { pins: new Map([[versions[0].id, digest]]), expected: { epoch, revision }, cause: 'apply' });
  };
  await pin(versions[0]);
  const prompts = made({ ...at, prompts: [id], refresh: 'sse' });
  await prompts.ready();
  let round = 0;
  const moved = await slowest(rounds, async () => {
    round += 1;
    const wanted = versions[round % 2] as VersionUpload;
    await pin(wanted);
    return timed(() => until(() => prompts.get(id).served.digest === wanted.digest));
  });
  const killed = await slowest(rounds, async () => {
    await admin.kill(ENVIRONMENT, versions[0].id, 'Bench.');
    const seen = await timed(() => until(() => isKilled(prompts, id)));
    await admin.unkill(ENVIRONMENT, versions[0].id, 'Bench.');
    await until(() => !isKilled(prompts, id));
    return seen;
  });
  await prompts.close();
  return [
    { what: 'a moved pin is served, slowest', ours: ms(moved), beside: `of ${rounds}, after the reply`, goal: within(moved, 250) },
    { what: 'a kill switch holds, slowest', ours: ms(killed), beside: `of ${rounds}, after the reply`, goal: within(killed, 250) },
  ];
}

function isKilled(prompts: Promptlane, id: string): boolean {
  try {
    prompts.get(id);
    return false;
  } catch {
    return true;
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((turn) => setTimeout(turn, 1));
}

async function slowest(rounds: number, run: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await run());
  return Math.max(...times);
}

async function bundleRow(bundle: string, rounds: number): Promise<Row> {
  const load = await medianOf(rounds, () => timed(() => made({ bundle }).ready()));
  const megabytes = (readFileSync(bundle).length / 1e6).toFixed(1);
  return {
    what: `a bundle of ${PROMPTS} prompts`,
    ours: ms(load),
    beside: `${megabytes} MB, every content hashed`,
    goal: within(load, 50),
  };
}
