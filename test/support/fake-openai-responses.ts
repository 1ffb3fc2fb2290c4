import type { ServerResponse } from 'node:http';
import type { FakeOpenAI } from './fake-openai.ts';
import { fakeProvider, makeTrouble, type SeenRequest, sendChunks, sendJson, type Trouble, tokensOf } from './fake-provider.ts';

/** What the model did, as the responses API lists it. */
export type FakeItem =
  | { readonly type: 'message'; readonly content: readonly FakeText[] }
  | { readonly type: 'reasoning'; readonly summary: readonly { readonly type: 'summary_text'; readonly text: string }[] }
  | { readonly type: 'function_call'; readonly call_id: string; readonly name: string; readonly arguments: string }
  | { readonly type: 'web_search_call'; readonly status: string };

type FakeText = { readonly type: 'output_text'; readonly text: string } | { readonly type: 'refusal'; readonly refusal: string };

/** How the server treats one request. */
export type ResponsesTreatment =
  | {
      readonly kind: 'answer';
      readonly output?: readonly FakeItem[];
      /** Why the response is not complete. */
      readonly incomplete?: 'max_output_tokens' | 'content_filter';
      readonly failed?: { readonly code: string; readonly message: string };
      readonly usage?: object | null;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | Trouble;

export interface FakeResponsesOptions {
  readonly treat?: (request: SeenRequest, number: number) => ResponsesTreatment;
}

/** A real server on loopback that speaks OpenAI's responses API, streamed or not, and misbehaves on demand. */
export async function fakeOpenAIResponses({ treat = () => ({ kind: 'answer' }) }: FakeResponsesOptions = {}): Promise<FakeOpenAI> {
  const server = await fakeProvider({ respond: (response, request, number) => respond(response, request, treat(request, number)) });
  return { ...server, url: `${server.origin}/v1` };
}

function respond(response: ServerResponse, request: SeenRequest, treatment: ResponsesTreatment): void {
  const refused = refusedAs(request);
  if (refused !== undefined) sendJson(response, refused.status, errorBody(refused.status, refused.message));
  else if (treatment.kind !== 'answer') makeTrouble(response, treatment, errorBody);
  else if (request.body.stream === true) void sendChunks(response, streamedResponse(request, treatment));
  else sendJson(response, 200, JSON.stringify(responseOf(request, treatment)), treatment.headers);
}

/** What the real service refuses before it looks at the model. */
function refusedAs({ body, headers, path }: SeenRequest): { status: number; message: string } | undefined {
  if (path !== '/v1/responses') return { status: 404, message: `Invalid URL (POST ${path})` };
  if (headers.authorization === undefined) return { status: 401, message: "You didn't provide an API key." };
  if (body.input === undefined) return { status: 400, message: "Missing required parameter: 'input'." };
  const chat = ['messages', 'stop', 'seed', 'max_tokens', 'max_completion_tokens', 'response_format'].find((name) => name in body);
  return chat === undefined ? undefined : { status: 400, message: `Unsupported parameter: '${chat}'.` };
}

function errorBody(status: number, message = `status ${status}`): string {
  return JSON.stringify({
    error: { message, type: status === 429 ? 'rate_limit_error' : 'invalid_request_error', param: null, code: null },
  });
}

type Answered = Extract<ResponsesTreatment, { kind: 'answer' }>;

const USAGE = { input_tokens: 100, input_tokens_details: { cached_tokens: 0 }, output_tokens: 20, total_tokens: 120 };

function responseOf({ body }: SeenRequest, answered: Answered): object {
  const { incomplete, failed, usage = USAGE } = answered;
  return {
    id: 'resp_fake',
    object: 'response',
    created_at: 1_700_000_000,
    model: body.model,
    status: failed ? 'failed' : incomplete ? 'incomplete' : 'completed',
    error: failed ?? null,
    incomplete_details: incomplete ? { reason: incomplete } : null,
    output: itemsOf(body, answered),
    usage,
  };
}

/** The same response as OpenAI streams it: it is made, its items grow, and the last event repeats it whole. */
function streamedResponse(request: SeenRequest, answered: Answered): string[] {
  const whole = responseOf(request, answered);
  let sequence = 0;
  const event = (type: string, more: object) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence++, ...more })}\n\n`;
  const started = { ...whole, status: 'in_progress', output: [], usage: null };
  const last = answered.failed ? 'response.failed' : answered.incomplete ? 'response.incomplete' : 'response.completed';
  return [
    event('response.created', { response: started }),
    event('response.in_progress', { response: started }),
    ...itemsOf(request.body, answered).flatMap((item, output_index) => [
      event('response.output_item.added', { output_index, item }),
      ...deltasOf(item).map(([type, delta]) => event(type, { output_index, delta })),
      event('response.output_item.done', { output_index, item }),
    ]),
    event(last, { response: whole }),
  ];
}

function deltasOf(item: FakeItem): [string, string][] {
  const parts = (type: string, text: string) => tokensOf(text).map((part): [string, string] => [type, part]);
  switch (item.type) {
    case 'message':
      return item.content.flatMap((text) =>
        text.type === 'refusal' ? parts('response.refusal.delta', text.refusal) : parts('response.output_text.delta', text.text),
      );
    case 'reasoning':
      return item.summary.flatMap(({ text }) => parts('response.reasoning_summary_text.delta', text));
    case 'function_call':
      return parts('response.function_call_arguments.delta', item.arguments);
    default:
      return [];
  }
}

function itemsOf(body: SeenRequest['body'], { output }: Answered): readonly FakeItem[] {
  const last = (body.input as readonly { readonly content?: unknown }[]).at(-1)?.content;
  return output ?? [{ type: 'message', content: [{ type: 'output_text', text: `Answer to: ${last}` }] }];
}
