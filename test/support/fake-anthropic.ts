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

/** A part of a message, as Anthropic's protocol has it. */
export type FakeBlock =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | { readonly type: 'redacted_thinking'; readonly data: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: object };

/** How the server treats one request. */
export type AnthropicTreatment =
  | {
      readonly kind: 'answer';
      readonly content?: readonly FakeBlock[];
      readonly stopReason?: string;
      readonly usage?: Readonly<Record<string, number>>;
      /** An `error` event in the middle of a stream, after the first block. */
      readonly error?: { readonly type: string; readonly message: string };
    }
  | Trouble;

export interface FakeAnthropicOptions {
  readonly latencyMs?: number;
  /** Decides by request and by its number (0 …); default: answers `Answer to: <last message>`. */
  readonly treat?: (request: SeenRequest, number: number) => AnthropicTreatment;
}

/** The types of errors by status, as Anthropic documents them. */
const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  529: 'overloaded_error',
};

const USAGE = { input_tokens: 100, output_tokens: 20, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };

/** A real server on loopback that speaks Anthropic's messages API, streamed or not, and misbehaves on demand. */
export async function fakeAnthropic({
  latencyMs = 0,
  treat = () => ({ kind: 'answer' }),
}: FakeAnthropicOptions = {}): Promise<FakeProvider & { readonly url: string }> {
  const server = await fakeProvider({
    latencyMs,
    respond: (response, request, number) => respond(response, request, treat(request, number)),
  });
  return { ...server, url: server.origin };
}

function respond(response: ServerResponse, request: SeenRequest, treatment: AnthropicTreatment): void {
  const refused = refusedAs(request);
  if (refused !== undefined) sendJson(response, refused.status, errorBody(refused.status, refused.message));
  else if (treatment.kind !== 'answer') makeTrouble(response, treatment, errorBody);
  else if (request.body.stream === true) void sendChunks(response, streamedMessage(request, treatment));
  else sendJson(response, 200, JSON.stringify(message(request, treatment)));
}

/** What the real service refuses before it looks at the model. */
function refusedAs({ body, headers, path }: SeenRequest): { status: number; message: string } | undefined {
  if (path !== '/v1/messages') return { status: 404, message: `Not found: ${path}` };
  // The header of the older version, or the one that clients of the newer send.
  if (headers['x-api-key'] === undefined && headers.authorization === undefined)
    return { status: 401, message: 'x-api-key header is required' };
  const version = headers['anthropic-version'];
  if (version === undefined) return { status: 400, message: 'anthropic-version: header is required' };
  const sampling = ['temperature', 'top_p', 'top_k'].find((name) => name in body);
  if (version !== '2023-06-01' && sampling !== undefined) return { status: 400, message: `${sampling}: Extra inputs are not permitted` };
  if (typeof body.max_tokens !== 'number') return { status: 400, message: 'max_tokens: Field required' };
  const odd = body.messages.find(({ role }) => role !== 'user' && role !== 'assistant');
  return odd && { status: 400, message: `messages: Unexpected role "${odd.role}"` };
}

function errorBody(status: number, message = `status ${status}`): string {
  return JSON.stringify({ type: 'error', error: { type: ERROR_TYPES[status] ?? 'api_error', message }, request_id: 'req_fake' });
}

type Answered = Extract<AnthropicTreatment, { kind: 'answer' }>;

function message({ body }: SeenRequest, answered: Answered): object {
  const { stopReason = 'end_turn', usage = USAGE } = answered;
  return {
    id: 'msg_fake',
    type: 'message',
    role: 'assistant',
    model: body.model,
    content: blocksOf(body, answered),
    stop_reason: stopReason,
    stop_sequence: null,
    usage,
  };
}

/** The same message as Anthropic streams it: the input tokens first, each block in deltas, the output tokens last, pings between. */
function streamedMessage(request: SeenRequest, answered: Answered): string[] {
  const { stopReason = 'end_turn', usage = USAGE, error } = answered;
  const whole = message(request, answered);
  const blocks = blocksOf(request.body, answered).map(streamedBlock);
  const { output_tokens, ...input } = usage;
  return [
    event({ type: 'message_start', message: { ...whole, content: [], stop_reason: null, usage: { ...input, output_tokens: 1 } } }),
    event({ type: 'ping' }),
    ...(error ? [...(blocks[0] ?? []).slice(0, 2), event({ type: 'error', error })] : blocks.flat()),
    ...(error
      ? []
      : [
          event({ type: 'message_delta', delta: { stop_reason: stopReason, stop_sequence: null }, usage: { output_tokens } }),
          event({ type: 'message_stop' }),
        ]),
  ];
}

function streamedBlock(block: FakeBlock, index: number): string[] {
  const start = (content_block: object) => event({ type: 'content_block_start', index, content_block });
  const delta = (part: object) => event({ type: 'content_block_delta', index, delta: part });
  const stop = event({ type: 'content_block_stop', index });
  switch (block.type) {
    case 'text':
      return [start({ type: 'text', text: '' }), ...tokensOf(block.text).map((text) => delta({ type: 'text_delta', text })), stop];
    case 'thinking':
      return [
        start({ type: 'thinking', thinking: '', signature: '' }),
        ...tokensOf(block.thinking).map((thinking) => delta({ type: 'thinking_delta', thinking })),
        delta({ type: 'signature_delta', signature: block.signature }),
        stop,
      ];
    case 'redacted_thinking':
      return [start(block), stop];
    default: {
      const input = Object.keys(block.input).length > 0 ? tokensOf(JSON.stringify(block.input)) : [''];
      const parts = input.map((partial_json) => delta({ type: 'input_json_delta', partial_json }));
      return [start({ ...block, input: {} }), ...parts, stop];
    }
  }
}

function event(data: { readonly type: string; readonly [member: string]: unknown }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

function blocksOf(body: SeenRequest['body'], { content }: Answered): readonly FakeBlock[] {
  return content ?? [{ type: 'text', text: `Answer to: ${body.messages.at(-1)?.content}` }];
}
