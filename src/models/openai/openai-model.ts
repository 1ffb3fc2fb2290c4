import { Failure } from '../../base/failure.ts';
import type { Answer } from '../../evals/run.ts';
import type { CallOptions, Model, ModelRequest } from '../../evals/runner/model.ts';
import { modelName, providerOf } from '../../prompt/render/model-name.ts';
import { toOpenAI } from '../../prompt/render/provider/openai.ts';
import { bodyText, boundedChunks } from '../http/bounded-body.ts';
import { connectionsTo } from '../http/connections.ts';
import { exchange, type OpenResponse } from '../http/exchange.ts';
import type { Asked } from '../http/response-failure.ts';
import { serverSentEvents } from '../http/server-sent-events.ts';
import type { PriceTable } from '../pricing/price-of.ts';
import type { Endpoint } from '../providers.ts';
import { answerOf, type ReadAnswer } from '../read-answer.ts';
import { readCompletion } from './read-completion.ts';
import { readCompletionStream } from './read-completion-stream.ts';

export interface OpenAIModelOptions extends Endpoint {
  /** The price of a model's tokens, when it is known. */
  readonly priceOf: PriceTable;
}

/** A model behind OpenAI's chat completions: OpenAI itself, Azure, Ollama, vLLM, LM Studio, OpenRouter and the like. */
export function openAIModel({ provider, baseUrl, apiKey, priceOf }: OpenAIModelOptions): Model {
  const connections = connectionsTo(baseUrl.origin);
  // An address may end in a query: Azure's names the version of the API there.
  const path = `${baseUrl.pathname.replace(/\/+$/, '')}/chat/completions${baseUrl.search}`;
  const headers = { 'content-type': 'application/json', ...keyHeader(baseUrl, apiKey) };
  return {
    // The address counts: two servers may call different models by one name.
    name: `openai:${baseUrl.origin}`,
    async answer(request: ModelRequest, { signal, onPiece }: CallOptions): Promise<Answer> {
      const { model } = request;
      if (providerOf(model) !== provider) throw new Failure('model-refused', `${model} is not a model of ${provider}.`);
      const asked = { provider, model, apiKey };
      const started = performance.now();
      const read = await exchange(
        {
          connections,
          origin: baseUrl.origin,
          path,
          headers: { ...headers, accept: onPiece ? 'text/event-stream' : 'application/json' },
          body: requestBody(request, onPiece !== undefined),
          signal,
          asked,
        },
        (response) => readResponse(response, asked, onPiece),
      );
      return answerOf(read, performance.now() - started, priceOf(provider, modelName(model) ?? model));
    },
    close: () => connections.release(),
  };
}

/** Whether the answer is streamed is the caller's to say, not the prompt's. */
function requestBody(request: ModelRequest, isStreamed: boolean): object {
  const { stream: _stream, stream_options: _options, ...body } = toOpenAI(request);
  return isStreamed ? { ...body, stream: true, stream_options: { include_usage: true } } : body;
}

async function readResponse({ isEventStream, body }: OpenResponse, asked: Asked, onPiece: CallOptions['onPiece']): Promise<ReadAnswer> {
  if (onPiece && isEventStream) return readCompletionStream(serverSentEvents(boundedChunks(body, 'stream')), asked, onPiece);
  const answer = readCompletion(await bodyText(body), asked.model);
  if (answer.text !== '') onPiece?.({ kind: 'text', text: answer.text });
  return answer;
}

function keyHeader({ hostname }: URL, apiKey: string | undefined): Record<string, string> {
  if (apiKey === undefined) return {};
  return hostname.endsWith('.azure.com') ? { 'api-key': apiKey } : { authorization: `Bearer ${apiKey}` };
}
