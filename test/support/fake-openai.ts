import type { ServerResponse } from 'node:http';
import { fakeProvider, makeTrouble, type SeenRequest, sendChunks, sendJson, type Trouble, tokensOf } from './fake-provider.ts';

export type { SeenRequest } from './fake-provider.ts';

/** How the server treats one request. */
export type Treatment =
  | {
      readonly kind: 'answer';
      readonly text?: string;
      readonly message?: object;
      readonly finishReason?: string;
      readonly usage?: object | null;
    }
  | Trouble;

export interface FakeOpenAIOptions {
  readonly latencyMs?: number;
  /** Decides by request and by its number (0 …); default: answers `Answer to: <last message>`. */
  readonly treat?: (request: SeenRequest, number: number) => Treatment;
}

export interface FakeOpenAI {
  /** Fit as `baseUrl`. */
  readonly url: string;
  readonly requests: SeenRequest[];
  /** Most requests that were open at once. */
  readonly mostOpen: () => number;
  /** Requests whose client hung up before the response was whole. */
  readonly hungUp: () => number;
  close(): Promise<void>;
}

/** A real server on loopback that speaks OpenAI's chat completions, streamed or not, and misbehaves on demand. */
export async function fakeOpenAI({ latencyMs = 0, treat = () => ({ kind: 'answer' }) }: FakeOpenAIOptions = {}): Promise<FakeOpenAI> {
  const server = await fakeProvider({
    latencyMs,
    respond: (response, request, number) => respond(response, request, treat(request, number)),
  });
  return { ...server, url: `${server.origin}/v1` };
}

function respond(response: ServerResponse, request: SeenRequest, treatment: Treatment): void {
  if (treatment.kind !== 'answer') makeTrouble(response, treatment, (status) => JSON.stringify({ error: { message: `status ${status}` } }));
  else if (request.body.stream === true) void sendChunks(response, streamedCompletion(request, treatment));
  else sendJson(response, 200, JSON.stringify(completion(request, treatment)));
}

type Answered = Extract<Treatment, { kind: 'answer' }>;

const USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };

function completion({ body }: SeenRequest, answered: Answered): object {
  const { finishReason = 'stop', usage } = answered;
  return {
    id: 'chatcmpl-fake',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: body.model,
    choices: [{ index: 0, message: messageOf(body, answered), finish_reason: finishReason }],
    ...(usage === null ? {} : { usage: usage ?? USAGE }),
  };
}

/** The same answer as OpenAI streams it: a first chunk with the role, deltas, the finish reason, the usage on request, [DONE]. */
function streamedCompletion({ body }: SeenRequest, answered: Answered): string[] {
  const { finishReason = 'stop', usage } = answered;
  const { content, refusal, tool_calls: calls = [] } = messageOf(body, answered) as StreamedMessage;
  const wantsUsage = (body.stream_options as { include_usage?: boolean } | undefined)?.include_usage === true && usage !== null;
  const event = (choices: readonly object[], more: object = wantsUsage ? { usage: null } : {}) =>
    `data: ${JSON.stringify({ id: 'chatcmpl-fake', object: 'chat.completion.chunk', created: 1_700_000_000, model: body.model, choices, ...more })}\n\n`;
  const delta = (part: object, finish: string | null = null) => event([{ index: 0, delta: part, finish_reason: finish }]);
  return [
    delta({ role: 'assistant', content: content === null ? null : '', refusal: null }),
    ...tokensOf(textOf(content)).map((part) => delta({ content: part })),
    ...tokensOf(refusal ?? '').map((part) => delta({ refusal: part })),
    ...calls.flatMap(({ function: called, ...call }, index) => [
      delta({ tool_calls: [{ index, ...call, function: { name: called.name, arguments: '' } }] }),
      ...tokensOf(called.arguments).map((part) => delta({ tool_calls: [{ index, function: { arguments: part } }] })),
    ]),
    delta({}, finishReason),
    ...(wantsUsage ? [event([], { usage: usage ?? USAGE })] : []),
    'data: [DONE]\n\n',
  ];
}

interface StreamedMessage {
  readonly content?: string | readonly { readonly text?: string }[] | null;
  readonly refusal?: string | null;
  readonly tool_calls?: readonly { readonly id: string; readonly function: { readonly name: string; readonly arguments: string } }[];
}

function messageOf(body: SeenRequest['body'], { text, message }: Answered): object {
  return message ?? { role: 'assistant', content: text ?? `Answer to: ${body.messages.at(-1)?.content}`, refusal: null };
}

function textOf(content: StreamedMessage['content']): string {
  return typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('');
}
