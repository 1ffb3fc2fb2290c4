import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RemoteRunUpload } from '../../src/registry/areas/remote-runs.ts';
import type { Registry } from '../../src/registry/registry.ts';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { openDatabase } from '../../src/server/storage/open-database.ts';
import { closed, listening } from '../support/listening.ts';
import { hasPostgres } from '../support/postgres-cluster.ts';
import { type Replica, replicaOf } from '../support/replica.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { pins, promptVersion } from '../support/sample-versions.ts';

const project = '/v1/projects/default';
const development = 'development' as EnvironmentName;

/** A run as those who ask for it describe it; only workers would look into it. */
function askedFor(): RemoteRunUpload {
  const { id, digest } = promptVersion('moved', 'asked');
  const digests = { suiteDigest: digest, datasetDigest: digest, promptDigest: digest, scorers: new Map([['polite', digest]]) };
  const subject = { suite: 'greeting', prompt: id, reference: 'tree', model: 'fake/model', repeat: 1, seed: 0, cases: 30, ...digests };
  return { v: 1, subject, suite: {}, version: {}, ignoreExtraInputs: false };
}

describe.skipIf(!hasPostgres())('two servers on one PostgreSQL are one registry:', () => {
  const delivered: string[] = [];
  const receiver = createServer((request, reply) => {
    delivered.push(String(request.headers['promptlane-delivery']));
    request.resume().on('end', () => reply.writeHead(200).end());
  });
  let first: RunningRegistry;
  let second: Replica;
  let hook: string;
  beforeAll(async () => {
    const { origin } = await listening(receiver);
    hook = `${origin}/hook`;
    // What streams are told between two heartbeats comes by another way.
    const options = { heartbeatMs: 3_600_000, privateWebhooks: new URL(origin).host };
    first = await runningRegistry('PostgreSQL', options);
    second = await replicaOf(first, options);
  });
  afterAll(async () => {
    await second?.stop();
    await first?.stop();
    await closed(receiver);
  });

  /** Sends to one of the servers. */
  const send = (url: string, method: string, path: string, options: { token?: string; body?: object; key?: string; last?: number } = {}) =>
    fetch(url + project + path, {
      method,
      headers: {
        authorization: `Bearer ${options.token ?? first.token}`,
        ...(options.body && { 'content-type': 'application/json' }),
        ...(options.key !== undefined && { 'idempotency-key': options.key }),
        ...(options.last !== undefined && { 'last-event-id': String(options.last) }),
      },
      ...(options.body && { body: JSON.stringify(options.body) }),
    });

  /** Pins another text of one prompt. */
  async function move(at: Registry, text: string): Promise<void> {
    const version = promptVersion('moved', text);
    await at.upload({ versions: [version] });
    await at.apply(development, { pins: pins(version), expected: await at.state(development), cause: 'apply' });
  }

  async function issued(): Promise<{ token: string; id: string }> {
    const body = { name: randomUUID(), grants: [{ role: 'viewer' }] };
    return (await (await send(first.url, 'POST', '/tokens', { body })).json()) as { token: string; id: string };
  }

  test('streams of one tell what was done at the other, in order, and go on at the other when one is gone', async () => {
    const listening = new AbortController();
    const heard = second.client.events(development, { signal: listening.signal })[Symbol.asyncIterator]();
    expect((await heard.next()).value).toMatchObject({ kind: 'ready' });
    const before = (await first.admin.state(development)).revision;
    for (const text of ['one', 'two', 'three']) await move(first.admin, text);
    const told = [(await heard.next()).value, (await heard.next()).value, (await heard.next()).value];
    const moves = [1, 2, 3].map((step) => ({ kind: 'pins.moved', environment: 'development', revision: before + step }));
    expect(told).toMatchObject(moves);
    listening.abort();
    await heard.return?.(undefined);

    const [{ seq }] = told;
    const again = await send(first.url, 'GET', '/environments/development/events', { last: seq });
    const reader = again.body?.pipeThrough(new TextDecoderStream()).getReader();
    let missed = '';
    while (!missed.includes(`"revision":${before + 3}`)) missed += (await reader?.read())?.value ?? '';
    expect(missed).not.toContain(`"revision":${before + 1}`);
    await reader?.cancel();
  });

  test('a token that is taken back at one ends at the other, with the streams that it opened there', async () => {
    const { token, id } = await issued();
    expect((await send(second.url, 'GET', '/prompts', { token })).status).toBe(200);
    const stream = await send(second.url, 'GET', '/environments/development/events', { token });
    expect(stream.status).toBe(200);
    expect((await send(first.url, 'DELETE', `/tokens/${id}`)).status).toBe(200);
    expect((await send(second.url, 'GET', '/prompts', { token })).status).toBe(401);
    await stream.text();
  });

  test('what wakes them may break: they find out by looking, and listen again', async () => {
    const { db } = await openDatabase(first.place);
    const bells = sql`select pid from pg_stat_activity where application_name = 'promptlane bells' and datname = current_database()`;
    const listeners = async () => (await bells.execute(db)).rows.length;
    await expect.poll(listeners, { timeout: 20_000 }).toBe(2);
    await sql`select pg_terminate_backend(pid) from (${bells}) as bells`.execute(db);
    const heard = second.client.events(development)[Symbol.asyncIterator]();
    await heard.next();
    await move(first.admin, 'unheard');
    expect((await heard.next()).value).toMatchObject({ kind: 'pins.moved' });
    await heard.return?.(undefined);
    await expect.poll(listeners, { timeout: 20_000 }).toBe(2);
    await db.destroy();
  });

  test('a request with one Idempotency-Key is carried out once, whichever of them gets it', async () => {
    const version = promptVersion('moved', 'keyed');
    await first.admin.upload({ versions: [version] });
    const { epoch, revision } = await second.client.state(development);
    const body = { pins: { [version.id]: version.digest }, expected: { epoch, revision }, cause: 'apply' };
    const key = randomUUID();
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        send(index % 2 ? second.url : first.url, 'POST', '/environments/development/apply', { body, key }),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    expect(new Set(await Promise.all(replies.map((reply) => reply.text()))).size).toBe(1);
    expect((await first.admin.state(development)).revision).toBe(revision + 1);
  });

  test('a webhook is told of each event by one of them, and by the other when that is gone', async () => {
    const body = { url: hook, kind: 'json', events: ['pins.moved'] };
    expect((await send(first.url, 'POST', '/webhooks', { body })).status).toBeLessThan(300);
    for (let step = 0; step < 6; step += 1) await move(step % 2 ? second.client : first.admin, `told ${step}`);
    await expect.poll(() => new Set(delivered).size, { timeout: 20_000 }).toBe(6);
    await second.stop();
    await move(first.admin, 'told at last');
    await expect.poll(() => new Set(delivered).size, { timeout: 20_000 }).toBe(7);
    expect(delivered).toHaveLength(7);
    second = await replicaOf(first);
  });

  test('jobs of a run are taken once, and what is found at one is read at the other', async () => {
    const numbers = Array.from({ length: 30 }, (_, index) => index + 1);
    await first.admin.createRemoteRun('shared-run', askedFor());
    await first.admin.addRemoteJobs(
      'shared-run',
      numbers.map((number) => ({ number, rows: `{"inputs":{"question":"Question ${number}"}}\n` })),
    );
    const workers = Array.from({ length: 12 }, (_, index) => ({ name: `w${index}`, at: index % 2 ? second.client : first.admin }));
    const taken = await Promise.all(
      workers.map(async ({ name, at }) => (await at.leaseRemoteJobs(name, 3, 60_000))?.jobs.map((job) => ({ ...job, name, at })) ?? []),
    );
    const jobs = taken.flat();
    expect(jobs.map(({ number }) => number).sort((one, other) => one - other)).toEqual(numbers);
    expect(await second.client.remoteResults('shared-run', 0)).toMatchObject({ jobs: { ready: 0, leased: 30 } });

    // A worker may go on at the other server: it is the lease that counts, not the place.
    const [job] = jobs;
    const elsewhere = job?.at === second.client ? first.admin : second.client;
    const said = { worker: job?.name ?? '', fence: job?.fence ?? 0, leaseMs: 60_000, results: [], ending: 'released' as const };
    await elsewhere.reportRemoteJob('shared-run', job?.number ?? 0, said);
    await expect(job?.at.reportRemoteJob('shared-run', job.number, said)).rejects.toMatchObject({ code: 'lease-lost' });
    await second.client.removeRemoteRun('shared-run');
    await expect(first.admin.remoteResults('shared-run', 0)).rejects.toMatchObject({ code: 'not-found' });
  });
});
