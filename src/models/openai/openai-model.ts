import { Failure } from '../../base/failure.ts';
import type { Answer } from '../../evals/run.ts';
import type { CallOptions, Model, ModelRequest } from '../../evals/runner/model.ts';
import { modelName, providerOf } from '../../prompt/render/model-name.ts';
import { toOpenAI } from '../../prompt/render/openai.ts';
import type { Price } from '../pricing/price-of.ts';
import type { Endpoint } from '../providers.ts';
import { connectionsTo } from './connections.ts';
import { readCompletion } from './read-completion.ts';
import { refusal, transportFailure } from './response-failure.ts';

export interface OpenAIModelOptions extends Endpoint {
  /** The price of a model's tokens, when it is known. */
  readonly priceOf: (provider: string, model: string) => Price | undefined;
}

/** A model behind OpenAI's chat completions: OpenAI itself, Ollama, vLLM, LM Studio, OpenRouter and the like. */
export function openAIModel({ provider, baseUrl, apiKey, priceOf }: OpenAIModelOptions): Model {
  const connections = connectionsTo(baseUrl.origin);
  const path = `${baseUrl.pathname.replace(/\/+$/, '')}/chat/completions`;
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
  };

  async function call(request: ModelRequest, signal: AbortSignal): Promise<{ status: number; headers: ResponseHeaders; text: string }> {
    try {
      const body = JSON.stringify(toOpenAI(request));
      const response = await connections.pool.request({ method: 'POST', path, headers, body, signal });
      return { status: response.statusCode, headers: response.headers, text: await response.body.text() };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw transportFailure(error, baseUrl.origin);
    }
  }

  return {
    // The address counts: two servers may call different models by one name.
    name: `openai:${baseUrl.origin}`,
    async answer(request: ModelRequest, { signal }: CallOptions): Promise<Answer> {
      if (providerOf(request.model) !== provider) throw new Failure('model-refused', `${request.model} is not a model of ${provider}.`);
      const started = performance.now();
      const response = await call(request, signal);
      const latencyMs = performance.now() - started;
      if (response.status !== 200) throw refusal(response, { provider, model: request.model, apiKey });
      const { cachedInput, ...answer } = readCompletion(response.text, request.model);
      const price = priceOf(provider, modelName(request.model) ?? request.model);
      const cost = answer.usage && price?.({ ...answer.usage, cachedInput });
      return { ...answer, latencyMs, ...(cost === undefined ? {} : { cost }) };
    },
    close: () => connections.release(),
  };
}

type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;
