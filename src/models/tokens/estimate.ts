import type { JsonObject } from '../../base/json/canonical-json.ts';
import { modelName, providerOf } from '../../prompt/render/model-name.ts';
import type { RenderedMessage, RenderedPrompt } from '../../prompt/render/rendered-prompt.ts';
import { type PriceOverrides, priceTable } from '../pricing/price-of.ts';
import { type CountTokens, type Encoding, encodingOfModel, FALLBACK_ENCODING, loadEncoding } from './count-tokens.ts';

/** What a request will take, before it is sent. */
export interface Estimate {
  /** `provider/model`; absent when the prompt names none. */
  readonly model?: string;
  /** Tokens of the request. */
  readonly input: number;
  readonly encoding: Encoding;
  /** Why the count is only near; absent when it is what the provider counts. */
  readonly approximation?: string;
  /** Most tokens that the answer may have, when the prompt bounds them. */
  readonly maxOutput?: number;
  /** US dollars; absent when no price is known. `assumed` is that of an answer of the length that was asked for, where the prompt bounds none. */
  readonly cost?: { readonly input: number; readonly most?: number; readonly assumed?: number };
}

/** What OpenAI's chat format adds to each message, and before the answer. */
const PER_MESSAGE = 3;
const PER_NAME = 1;
const BEFORE_ANSWER = 3;

/**
 * Estimates requests; the tables are loaded once.
 *
 * @param prices those of the config
 * @param assumedOutput tokens of the answer of a prompt that bounds none
 */
export function estimator(prices: PriceOverrides = {}, assumedOutput?: number): (rendered: RenderedPrompt) => Promise<Estimate> {
  const encodings = new Map<Encoding, Promise<CountTokens>>();
  const priceOf = priceTable(prices);
  const load = (encoding: Encoding): Promise<CountTokens> => {
    const counting = encodings.get(encoding) ?? loadEncoding(encoding);
    encodings.set(encoding, counting);
    return counting;
  };
  return async (rendered) => {
    const { model, parameters } = rendered;
    const known = encodingOfModel(model);
    const encoding = known ?? FALLBACK_ENCODING;
    const input = requestTokens(rendered, await load(encoding));
    const approximation = approximationOf(rendered, known !== undefined);
    const maxOutput = parameters.maxTokens;
    const cost = costOf(model, { input, maxOutput, assumedOutput }, priceOf);
    return {
      ...(model !== undefined && { model }),
      input,
      encoding,
      ...(approximation !== undefined && { approximation }),
      ...(maxOutput !== undefined && { maxOutput }),
      ...(cost && { cost }),
    };
  };
}

function requestTokens({ messages, tools, schema, responseFormat }: RenderedPrompt, count: CountTokens): number {
  const told = messages.reduce((total, message) => total + messageTokens(message, count), BEFORE_ANSWER);
  const format = responseFormat === 'json_schema' && schema ? count(JSON.stringify(schema)) : 0;
  return told + format + tools.reduce((total, tool) => total + toolTokens(tool, count), 0);
}

function messageTokens({ role, content = '', name, toolCalls = [] }: RenderedMessage, count: CountTokens): number {
  const calls = toolCalls.reduce((total, call) => total + count(JSON.stringify(call.function ?? call)), 0);
  return PER_MESSAGE + count(role) + count(content) + (name === undefined ? 0 : count(name) + PER_NAME) + calls;
}

function toolTokens(tool: JsonObject, count: CountTokens): number {
  return count(JSON.stringify(tool.function ?? tool));
}

function approximationOf({ model, tools, schema, messages }: RenderedPrompt, isKnown: boolean): string | undefined {
  if (model === undefined) return 'the prompt names no model';
  if (!isKnown) return `${providerOf(model) ?? model} counts with a tokenizer of its own, which is not public or not at hand`;
  const told = [tools.length > 0 && 'tools', schema && 'the schema', messages.some(({ toolCalls }) => toolCalls) && 'tool calls'];
  const inner = told.filter((part) => typeof part === 'string');
  return inner.length > 0 ? `how OpenAI writes ${inner.join(' and ')} for the model is not public` : undefined;
}

function costOf(
  model: string | undefined,
  {
    input,
    maxOutput,
    assumedOutput,
  }: { readonly input: number; readonly maxOutput: number | undefined; readonly assumedOutput: number | undefined },
  priceOf: ReturnType<typeof priceTable>,
): Estimate['cost'] {
  const price = model === undefined ? undefined : priceOf(providerOf(model) ?? '', modelName(model) ?? model);
  if (price === undefined) return undefined;
  const priceWith = (output: number) => price({ input, cachedInput: 0, cacheWrite: 0, output });
  if (maxOutput !== undefined) return { input: priceWith(0), most: priceWith(maxOutput) };
  return { input: priceWith(0), ...(assumedOutput !== undefined && { assumed: priceWith(assumedOutput) }) };
}
