import { Failure } from '../../base/failure.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { type ServerSentEvent, serverSentEvents } from '../../base/net/server-sent-events.ts';
import type { CallOptions, Model, ModelRequest } from '../../evals/runner/model.ts';
import { modelName, providerOf } from '../../prompt/render/model-name.ts';
import type { PriceTable } from '../pricing/price-of.ts';
import type { Endpoint } from '../providers.ts';
import { answerOf, type ReadAnswer } from '../read-answer.ts';
import { bodyText, boundedChunks, tooLarge } from './bounded-body.ts';
import { connectionsTo } from './connections.ts';
import { exchange, exchangeOpen, type OpenResponse } from './exchange.ts';
import type { Asked } from './response-failure.ts';

export interface HttpModelOptions extends Endpoint {
  /** The price of a model's tokens, when it is known. */
  readonly priceOf: PriceTable;
}

/** How one protocol writes a request and reads its answer. Whether the answer is streamed is the caller's to say, not the prompt's. */
export interface WireFormat {
  /** What the address of an adapter stands behind in its name. */
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  path(request: ModelRequest, isStreamed: boolean): string;
  body(request: ModelRequest, isStreamed: boolean): JsonObject;
  /** @throws Failure `model-unreachable`, retryable, for a half or foreign body */
  readWhole(text: string, request: ModelRequest, asked: Asked): ReadAnswer;
  /** @throws Failure `model-unreachable`, retryable, when the stream ends before its answer does, or what an error within it means */
  readStream(events: AsyncIterable<ServerSentEvent>, request: ModelRequest, told: StreamTold): Promise<ReadAnswer>;
}

export interface StreamTold {
  readonly asked: Asked;
  readonly onPiece: NonNullable<CallOptions['onPiece']>;
}

/** A model behind an HTTP API of a provider. Tool calls come in OpenAI's shape, whatever the provider's. */
export function httpModel({ provider, baseUrl, apiKey, priceOf, proxies }: HttpModelOptions, wire: WireFormat): Model {
  const connections = connectionsTo(baseUrl, proxies);
  const headers = { 'content-type': 'application/json', ...wire.headers };
  const wholeHeaders = { ...headers, accept: 'application/json' };
  const streamHeaders = { ...headers, accept: 'text/event-stream' };
  return {
    // The address counts: two servers may call different models by one name.
    name: `${wire.name}:${baseUrl.origin}`,
    async answer(request, { signal, onPiece, onLimits }) {
      const { model } = request;
      if (providerOf(model) !== provider) throw new Failure('model-refused', `${model} is not a model of ${provider}.`);
      const asked = { provider, model, apiKey };
      const isStreamed = onPiece !== undefined;
      const started = performance.now();
      const sent = {
        connections,
        origin: baseUrl.origin,
        path: wire.path(request, isStreamed),
        headers: isStreamed ? streamHeaders : wholeHeaders,
        body: wire.body(request, isStreamed),
        signal,
        asked,
        ...(onLimits && { onLimits }),
      };
      const read = onPiece
        ? await exchangeOpen(sent, (response) => readOpen(response, request, wire, { asked, onPiece }))
        : wire.readWhole(await exchange(sent), request, asked);
      return answerOf(read, performance.now() - started, priceOf(provider, modelName(model) ?? model));
    },
    close: () => connections.release(),
  };
}

/** A provider that was asked for a stream and gives all at once has answered, too. */
async function readOpen(
  { isEventStream, body }: OpenResponse,
  request: ModelRequest,
  wire: WireFormat,
  told: StreamTold,
): Promise<ReadAnswer> {
  if (isEventStream) return wire.readStream(serverSentEvents(boundedChunks(body), { tooLarge }), request, told);
  const answer = wire.readWhole(await bodyText(body), request, told.asked);
  if (answer.text !== '') told.onPiece({ kind: 'text', text: answer.text });
  return answer;
}
