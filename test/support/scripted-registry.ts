import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Digest, digestOf } from '../../src/base/digest.ts';
import { canonicalJson, type Json, type JsonObject } from '../../src/base/json/canonical-json.ts';
import { closed, listening } from './listening.ts';

/** A server that speaks the registry's protocol as far as applications use it, and misbehaves as it is told. */
export interface ScriptedRegistry {
  readonly url: string;
  /** What was asked, in order: `GET state`, `GET content`, `GET events`, `POST exposures`. */
  readonly asked: string[];
  /** Bodies of exposures and outcomes. */
  readonly reports: { readonly kind: string; readonly body: JsonObject }[];
  /** Serves these pins from now on, at the next revision, and tells the streams. */
  serve(state: Partial<ScriptedState>): void;
  /** What happens instead of answers, by the kind of the request; undefined: it answers. */
  misbehave(how: Misbehaviour | undefined): void;
  /** Puts bytes in the place of a content. */
  forge(digest: Digest, text: string): void;
  readonly openStreams: number;
  stop(): Promise<void>;
}

export interface ScriptedState {
  readonly epoch: number;
  readonly revision: number;
  readonly pins: Readonly<Record<string, Digest>>;
  readonly killed: readonly string[];
  readonly rollouts: Readonly<Record<string, Json>>;
  readonly revoked: readonly Digest[];
  readonly project: string;
}

/** Takes over a request; gives true when it did. */
export type Misbehaviour = (kind: string, request: IncomingMessage, response: ServerResponse) => boolean;

const START: ScriptedState = { epoch: 1, revision: 1, pins: {}, killed: [], rollouts: {}, revoked: [], project: 'default' };

/** The normal form of a prompt that says one text. */
export function greeting(text: string, more: JsonObject = {}): JsonObject {
  return { v: 1, kind: 'prompt', template: 'liquid', messages: [{ role: 'user', content: text }], model: 'openai/gpt-4o-mini', ...more };
}

export async function scriptedRegistry(contents: readonly JsonObject[], first: Partial<ScriptedState>): Promise<ScriptedRegistry> {
  const texts = new Map<string, string>(contents.map((content) => [digestOf(content), canonicalJson(content)]));
  const asked: string[] = [];
  const reports: { kind: string; body: JsonObject }[] = [];
  const streams = new Set<ServerResponse>();
  let state: ScriptedState = { ...START, ...first };
  let misbehaviour: Misbehaviour | undefined;

  const server = createServer((request, response) => {
    const kind = kindOf(request);
    asked.push(`${request.method} ${kind}`);
    if (misbehaviour?.(kind, request, response)) return;
    if (kind === 'state') return sendState(request, response, state);
    if (kind === 'content') return sendContent(request, response, texts);
    if (kind === 'contents') return sendContents(request, response, texts);
    if (kind === 'events') return openStream(response, streams);
    void bodyOf(request).then((body) => {
      reports.push({ kind, body: JSON.parse(body) as JsonObject });
      response.end(JSON.stringify({ counted: 1, known: 0, dropped: [] }));
    });
  });
  const { origin } = await listening(server);
  return {
    url: origin,
    asked,
    reports,
    get openStreams() {
      return streams.size;
    },
    serve(next) {
      state = { ...state, revision: state.revision + 1, ...next };
      for (const stream of streams) stream.write(`event: environment.moved\ndata: {"seq":1,"kind":"environment.moved","time":0}\n\n`);
    },
    misbehave: (how) => {
      misbehaviour = how;
    },
    forge: (digest, text) => void texts.set(digest, text),
    stop: () => closed(server),
  };
}

/** Never answers. */
export const hangs: Misbehaviour = () => true;

/** Cuts the connection. */
export const resets: Misbehaviour = (_kind, request) => {
  request.socket.destroy();
  return true;
};

/** Answers with a status, and asks to be left alone. */
export function refuses(status: number, headers: Readonly<Record<string, string>> = {}): Misbehaviour {
  return (_kind, _request, response) => {
    response.writeHead(status, headers).end('busy');
    return true;
  };
}

/** An address where nobody listens. */
export async function deadAddress(): Promise<string> {
  const server = createServer();
  await listening(server);
  const { port } = server.address() as AddressInfo;
  await closed(server);
  return `http://127.0.0.1:${port}`;
}

function kindOf({ url = '' }: IncomingMessage): string {
  if (url.includes('/contents/')) return 'content';
  return url.split('/').at(-1) ?? '';
}

function sendState(request: IncomingMessage, response: ServerResponse, state: ScriptedState): void {
  const text = JSON.stringify({ ...state, environment: 'production' });
  const etag = `"${digestOf(JSON.parse(text) as Json).slice(7, 23)}"`;
  if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
  else response.writeHead(200, { etag, 'content-type': 'application/json' }).end(text);
}

function sendContent({ url = '' }: IncomingMessage, response: ServerResponse, texts: ReadonlyMap<string, string>): void {
  const text = texts.get(decodeURIComponent(url.split('/').at(-1) ?? ''));
  if (text === undefined) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': 'application/json' }).end(text);
}

function sendContents(request: IncomingMessage, response: ServerResponse, texts: ReadonlyMap<string, string>): void {
  void bodyOf(request).then((body) => {
    const { digests } = JSON.parse(body) as { digests: string[] };
    response.end(JSON.stringify({ contents: Object.fromEntries(digests.map((digest) => [digest, texts.get(digest)])) }));
  });
}

function openStream(response: ServerResponse, streams: Set<ServerResponse>): void {
  streams.add(response);
  response.once('close', () => streams.delete(response));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('retry: 2000\n\nevent: ready\ndata: {"seq":0,"kind":"ready","time":0}\n\n');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
