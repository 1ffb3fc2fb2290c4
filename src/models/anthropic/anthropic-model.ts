import { Failure } from '../../base/failure.ts';
import type { Answer } from '../../evals/run.ts';
import type { CallOptions, Model, ModelRequest } from '../../evals/runner/model.ts';
import { modelName, providerOf } from '../../prompt/render/model-name.ts';
import { answerTool, toAnthropic } from '../../prompt/render/provider/anthropic.ts';
import { bodyText, boundedChunks } from '../http/bounded-body.ts';
import { connectionsTo } from '../http/connections.ts';
import { exchange, type OpenResponse } from '../http/exchange.ts';
import { serverSentEvents } from '../http/server-sent-events.ts';
import type { PriceTable } from '../pricing/price-of.ts';
import type { Endpoint } from '../providers.ts';
import { answerOf, type ReadAnswer } from '../read-answer.ts';
import { readMessage } from './read-message.ts';
import { readMessageStream } from './read-message-stream.ts';

/** Not the newest on purpose: from 2026-10-21 on the API refuses a temperature for every model, and prompts set one. */
const API_VERSION = '2023-06-01';

export interface AnthropicModelOptions extends Endpoint {
  /** The price of a model's tokens, when it is known. */
  readonly priceOf: PriceTable;
}

/** A model behind Anthropic's messages API, or a server that speaks it. Tool calls come in OpenAI's shape, as everywhere. */
export function anthropicModel({ provider, baseUrl, apiKey, priceOf }: AnthropicModelOptions): Model {
  const connections = connectionsTo(baseUrl.origin);
  // Both forms are in use: the bare host, and the address up to `/v1`.
  const path = `${baseUrl.pathname.replace(/(?:\/v1)?\/*$/, '')}/v1/messages${baseUrl.search}`;
  const headers = {
    'content-type': 'application/json',
    'anthropic-version': API_VERSION,
    ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
  };
  return {
    // The address counts: a gateway may call different models by one name.
    name: `anthropic:${baseUrl.origin}`,
    async answer(request: ModelRequest, { signal, onPiece }: CallOptions): Promise<Answer> {
      const { model } = request;
      if (providerOf(model) !== provider) throw new Failure('model-refused', `${model} is not a model of ${provider}.`);
      const asked = { provider, model, apiKey };
      const read = ({ isEventStream, body }: OpenResponse) =>
        onPiece && isEventStream
          ? readMessageStream(serverSentEvents(boundedChunks(body, 'stream')), { asked, answerTool: answerTool(request), onPiece })
          : readWhole(body, request, onPiece);
      const started = performance.now();
      const answer = await exchange(
        {
          connections,
          origin: baseUrl.origin,
          path,
          headers: { ...headers, accept: onPiece ? 'text/event-stream' : 'application/json' },
          body: requestBody(request, onPiece !== undefined),
          signal,
          asked,
        },
        read,
      );
      return answerOf(answer, performance.now() - started, priceOf(provider, modelName(model) ?? model));
    },
    close: () => connections.release(),
  };
}

/** Whether the answer is streamed is the caller's to say, not the prompt's. */
function requestBody(request: ModelRequest, isStreamed: boolean): object {
  const { stream: _stream, ...body } = toAnthropic(request);
  return isStreamed ? { ...body, stream: true } : body;
}

async function readWhole(body: AsyncIterable<Uint8Array>, request: ModelRequest, onPiece: CallOptions['onPiece']): Promise<ReadAnswer> {
  const answer = readMessage(await bodyText(body), request.model, answerTool(request));
  if (answer.text !== '') onPiece?.({ kind: 'text', text: answer.text });
  return answer;
}
