import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nativeRegistry } from '../../../src/registry/native/registry-client.ts';
import type { EnvironmentName } from '../../../src/release/environment.ts';
import { pins, promptVersion } from '../../support/sample-versions.ts';
import { type Background, startBackground } from '../background.ts';
import { CLI } from '../measure.ts';
import { ms, type Row, ratioWithin, type Scale, within } from '../row.ts';
import { inFolder } from '../workspace.ts';
import { askOften, type Question } from './ask-often.ts';

const BARE = fileURLToPath(new URL('./bare-server.mjs', import.meta.url));
const NO_FILES = new Map<string, string>();
const development = 'development' as EnvironmentName;

/** What an environment of so many prompts costs to be asked for, beside fastify that sends the same bytes and asks nobody. */
export function registry({ quick }: Scale): Promise<Row[]> {
  const requests = quick ? 500 : 8000;
  const versions = quick ? 200 : 10_000;
  return inFolder(NO_FILES, async (root) => {
    const serve = () => startBackground([CLI, 'serve', '--port', '0', '--data', join(root, 'data'), '--log-level', 'warn'], root);
    const uploaded = await uploadedTo(await serve(), root, versions);
    const { token, state, content } = uploaded;
    const headers = { authorization: `Bearer ${token}` };
    const cases = [
      { what: 'state, not changed', path: state.path, headers: { ...headers, 'if-none-match': state.etag }, status: 304, body: state.body },
      { what: 'state, whole', path: state.path, headers, status: 200, body: state.body },
      { what: 'content', path: content.path, headers, status: 200, body: content.body },
    ];
    const rows: Row[] = [];
    for (const { what, path, body, ...question } of cases) {
      const ours = await askedOf(serve, ({ url }) => ({ ...question, url: url + path }), requests);
      const bare = await askedOf(() => startBackground([BARE, body]), bareQuestion(question.status), requests);
      const ratio = ours.cpuMs / bare.cpuMs;
      const text = ({ wallMs, cpuMs }: Asked) =>
        `${Math.round((1000 * cpuMs) / requests)} µs CPU, ${Math.round(requests / (wallMs / 1000))}/s`;
      const size = `${(body.length / 1024).toFixed(1)} kB`;
      rows.push({
        what: `registry: ${what} (${size})`,
        ours: text(ours),
        beside: `${text(bare)} bare fastify`,
        ratio,
        goal: ratioWithin(ratio, 4),
      });
    }
    const { wallMs, cpuMs, peakMb } = uploaded.usage;
    rows.push({
      what: `registry: upload of ${versions} new versions`,
      ours: `${ms(wallMs)} (server CPU ${ms(cpuMs)}, ${Math.round(peakMb)} MB)`,
      beside: `${Math.round((1000 * cpuMs) / versions)} µs server CPU each, start-up in it`,
      goal: within(wallMs, 20_000),
    });
    return rows;
  });
}

function bareQuestion(status: number) {
  return async ({ url }: Background): Promise<Question> => {
    const etag = (await fetch(`${url}/answer`)).headers.get('etag') ?? '';
    return { url: `${url}/answer`, headers: status === 304 ? { 'if-none-match': etag } : {}, status };
  };
}

interface Asked {
  readonly wallMs: number;
  /** Of the server, its start taken off. */
  readonly cpuMs: number;
}

/** What so many requests cost a server beyond what a start and a stop cost it. */
async function askedOf(
  start: () => Promise<Background>,
  question: (server: Background) => Question | Promise<Question>,
  requests: number,
): Promise<Asked> {
  const idle = await start();
  await askOften(await question(idle), 50);
  const before = await idle.stop();
  const server = await start();
  const asked = await question(server);
  await askOften(asked, 50);
  const wallMs = await askOften(asked, requests);
  const { cpuMs } = await server.stop();
  return { wallMs, cpuMs: cpuMs - before.cpuMs };
}

interface Answer {
  readonly path: string;
  readonly etag: string;
  readonly body: string;
}

/** Uploads so many new versions, pins a tenth of them, and says what the server then answers. */
async function uploadedTo(server: Background, root: string, count: number) {
  const token = readFileSync(join(root, 'data', 'admin.token'), 'utf8').trim();
  const client = nativeRegistry({ url: server.url, token, project: 'default', fetchTimeoutMs: 120_000 });
  const versions = Array.from({ length: count }, (_, index) =>
    promptVersion(`team/p${index}`, `You sort tickets of kind ${index}.\n`.repeat(20)),
  );
  const started = performance.now();
  await client.upload({ versions });
  const wallMs = performance.now() - started;
  const some = versions.slice(0, count / 10);
  const { epoch, revision } = await client.state(development);
  await client.apply(development, { pins: pins(...some), expected: { epoch, revision }, cause: 'apply' });
  const read = async (path: string): Promise<Answer> => {
    const answer = await fetch(server.url + path, { headers: { authorization: `Bearer ${token}` } });
    return { path, etag: answer.headers.get('etag') ?? '', body: await answer.text() };
  };
  const state = await read(`/v1/projects/default/environments/${development}/state`);
  const content = await read(`/v1/projects/default/contents/${some[0]?.digest}`);
  await client.close();
  return { token, state, content, usage: { wallMs, ...(await server.stop()) } };
}
