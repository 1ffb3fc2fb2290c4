import type { ServerResponse } from 'node:http';
import {
  type FakeProvider,
  fakeProvider,
  makeTrouble,
  type SeenRequest,
  sendChunks,
  sendJson,
  type Trouble,
  tokensOf,
} from './fake-provider.ts';

/** A part of an answer, as the Gemini API has it. */
export interface FakePart {
  readonly text?: string;
  readonly thought?: boolean;
  readonly thoughtSignature?: string;
  readonly functionCall?: { readonly id?: string; readonly name: string; readonly args?: object };
}

/** How the server treats one request. */
export type GoogleTreatment =
  | {
      readonly kind: 'answer';
      readonly parts?: readonly FakePart[];
      readonly finishReason?: string;
      /** The prompt is blocked: no candidates. */
      readonly blockReason?: string;
      readonly usage?: Readonly<Record<string, number>>;
      /** An error in the middle of a stream, after the first part. */
      readonly error?: { readonly code: number; readonly message: string; readonly status: string };
    }
  | Trouble;

export interface FakeGoogleOptions {
  /** Decides by request and by its number (0 …); default: answers `Answer to: <last text>`. */
  readonly treat?: (request: SeenRequest, number: number) => GoogleTreatment;
}

const STATUSES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

const USAGE = { promptTokenCount: 100, candidatesTokenCount: 20, totalTokenCount: 120 };

/** What the path of a request asks for. */
const METHOD = /^\/v1beta\/models\/([\w.-]+):(generateContent|streamGenerateContent|batchEmbedContents)(?:\?alt=(\w+))?$/;

/** A real server on loopback that speaks Google's Gemini API, streamed or not, and misbehaves on demand. */
export async function fakeGoogle({
  treat = () => ({ kind: 'answer' }),
}: FakeGoogleOptions = {}): Promise<FakeProvider & { readonly url: string }> {
  const server = await fakeProvider({ respond: (response, request, number) => respond(response, request, treat(request, number)) });
  return { ...server, url: `${server.origin}/v1beta` };
}

function respond(response: ServerResponse, request: SeenRequest, treatment: GoogleTreatment): void {
  const [, model = '', method, alt] = METHOD.exec(request.path) ?? [];
  const refused = refusedAs(request, method);
  if (refused !== undefined) sendJson(response, refused.status, errorBody(refused.status, refused.message));
  else if (treatment.kind !== 'answer') makeTrouble(response, treatment, errorBody);
  else if (method === 'batchEmbedContents') sendJson(response, 200, JSON.stringify(embeddings(request.body)));
  else if (method === 'generateContent') sendJson(response, 200, JSON.stringify(content(request, treatment, model)));
  // Without `alt=sse` the real service streams one JSON array.
  else if (alt !== 'sse') sendJson(response, 200, JSON.stringify([content(request, treatment, model)]));
  else void sendChunks(response, streamedContent(request, treatment, model));
}

interface GoogleBody {
  readonly contents?: readonly { readonly role?: string; readonly parts?: readonly { readonly text?: string }[] }[];
  readonly requests?: readonly { readonly content: { readonly parts: readonly { readonly text: string }[] } }[];
}

/** What the real service refuses before it looks at the model. */
function refusedAs({ body, headers }: SeenRequest, method: string | undefined): { status: number; message: string } | undefined {
  if (method === undefined) return { status: 404, message: 'models/unknown is not found for API version v1beta.' };
  if (headers['x-goog-api-key'] === undefined) return { status: 403, message: "Method doesn't allow unregistered callers." };
  const { contents, requests } = body as unknown as GoogleBody;
  if (method === 'batchEmbedContents') return requests ? undefined : { status: 400, message: 'requests: must not be empty' };
  if (contents === undefined || contents.length === 0) return { status: 400, message: 'contents is not specified' };
  const odd = contents.find(({ role }) => role !== 'user' && role !== 'model');
  if (odd !== undefined) return { status: 400, message: 'Please use a valid role: user, model.' };
  const unknown = Object.keys(body).find((name) => !KNOWN_MEMBERS.has(name));
  return unknown === undefined ? undefined : { status: 400, message: `Invalid JSON payload received. Unknown name "${unknown}"` };
}

const KNOWN_MEMBERS = new Set([
  'contents',
  'systemInstruction',
  'tools',
  'toolConfig',
  'generationConfig',
  'safetySettings',
  'cachedContent',
]);

function errorBody(status: number, message = `status ${status}`): string {
  return JSON.stringify({ error: { code: status, message, status: STATUSES[status] ?? 'UNKNOWN' } });
}

type Answered = Extract<GoogleTreatment, { kind: 'answer' }>;

function content({ body }: SeenRequest, answered: Answered, model: string): object {
  const { finishReason = 'STOP', blockReason, usage = USAGE } = answered;
  const about = { usageMetadata: usage, modelVersion: model, responseId: 'fake' };
  if (blockReason !== undefined) return { promptFeedback: { blockReason }, ...about };
  return { candidates: [{ content: { role: 'model', parts: partsOf(body, answered) }, finishReason, index: 0 }], ...about };
}

/** The same answer as Google streams it: texts in pieces, calls whole, the reason and the full count in the last event. */
function streamedContent({ body }: SeenRequest, answered: Answered, model: string): string[] {
  const { finishReason = 'STOP', blockReason, usage = USAGE, error } = answered;
  const event = (more: object) => `data: ${JSON.stringify({ ...more, modelVersion: model, responseId: 'fake' })}\r\n\r\n`;
  const candidate = (parts: readonly FakePart[], more: object = {}) => ({
    candidates: [{ content: { role: 'model', parts }, index: 0, ...more }],
  });
  if (blockReason !== undefined) return [event({ promptFeedback: { blockReason }, usageMetadata: usage })];
  const pieces = partsOf(body, answered).flatMap((part) =>
    part.text === undefined ? [part] : tokensOf(part.text).map((text) => ({ ...part, text })),
  );
  if (error !== undefined) return [event(candidate(pieces.slice(0, 1))), `data: ${JSON.stringify({ error })}\r\n\r\n`];
  const partial = { promptTokenCount: usage.promptTokenCount ?? 0 };
  return [
    ...pieces.map((part) => event({ ...candidate([part]), usageMetadata: partial })),
    event({ ...candidate([{ text: '' }], { finishReason }), usageMetadata: usage }),
  ];
}

function partsOf(body: SeenRequest['body'], { parts }: Answered): readonly FakePart[] {
  const last = (body as unknown as GoogleBody).contents?.at(-1)?.parts?.at(-1)?.text;
  return parts ?? [{ text: `Answer to: ${last}` }];
}

/** A vector by the length of the text. */
function embeddings(body: SeenRequest['body']): object {
  const { requests = [] } = body as unknown as GoogleBody;
  return { embeddings: requests.map(({ content: { parts } }) => ({ values: [parts[0]?.text.length ?? 0, 1] })) };
}
