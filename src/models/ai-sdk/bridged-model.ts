import { Failure } from '../../base/failure.ts';
import type { Answer } from '../../evals/run.ts';
import type { CallOptions, Model, ModelRequest } from '../../evals/runner/model.ts';
import { modelName, providerOf } from '../../prompt/render/model-name.ts';
import type { PriceTable } from '../pricing/price-of.ts';
import { answerOf, type ReadAnswer } from '../read-answer.ts';
import { GrowingResult, readSdkResult, streamPartOf } from './read-sdk-result.ts';
import { ownName, sdkCall } from './sdk-call.ts';
import { type Failing, sdkFailure } from './sdk-failure.ts';
import { findSdkModel, type SdkCall, type SdkModel } from './sdk-model.ts';

export interface BridgeOptions {
  /** `provider/model`, as the config names the provider. */
  readonly model: string;
  /** The module that exports the models, as the config has it. */
  readonly module: string;
  readonly priceOf: PriceTable;
  /** Runs that module; absent where code of the repository may not run. */
  readonly loadModule?: (path: string) => Promise<unknown>;
  /** Texts that must not stand in a message. */
  readonly secrets: readonly string[];
}

/**
 * A model of the AI SDK, out of a module of the repository. The package `ai` itself is not needed.
 *
 * @throws Failure `module-withheld` where such a module may not run, `config-invalid` when it has no such model
 */
export async function bridgedModel({ model, module, priceOf, loadModule, secrets }: BridgeOptions): Promise<Model> {
  if (loadModule === undefined) throw withheld(model, module);
  const exported = await loadModule(module);
  const provider = providerOf(model) ?? '';
  const found = new Map<string, SdkModel>();
  const sdkModel = (asked: string): SdkModel => {
    const known = found.get(asked) ?? findSdkModel(exported, modelName(asked) ?? asked, module);
    found.set(asked, known);
    return known;
  };
  const { provider: behind, modelId } = sdkModel(model);
  return {
    name: `ai-sdk:${behind}:${modelId}`,
    async answer(request, options) {
      if (providerOf(request.model) !== provider) throw new Failure('model-refused', `${request.model} is not a model of ${provider}.`);
      const sdk = sdkModel(request.model);
      const price = priceOf(provider, modelName(request.model) ?? '') ?? priceOf(ownName(sdk.provider), sdk.modelId);
      const started = performance.now();
      const read = await ask(sdk, request, options, { asked: { provider, model: request.model }, secrets });
      return answerOf(read, performance.now() - started, price) satisfies Answer;
    },
    close: async () => {},
  };
}

async function ask(
  sdk: SdkModel,
  request: ModelRequest,
  { signal, onPiece }: CallOptions,
  failing: Omit<Failing, 'hasResponse'>,
): Promise<ReadAnswer> {
  signal.throwIfAborted();
  const call = sdkCall(request, sdk, signal);
  let hasResponse = false;
  const onResponse = () => {
    hasResponse = true;
  };
  const answer = onPiece ? stream(sdk, call, request.model, { onPiece, onResponse }) : generate(sdk, call, request.model);
  try {
    return await orAborted(answer, signal);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error instanceof Failure ? error : sdkFailure(error, { ...failing, hasResponse });
  }
}

async function generate(sdk: SdkModel, call: SdkCall, model: string): Promise<ReadAnswer> {
  return readSdkResult(await sdk.doGenerate(call), model);
}

interface StreamTold {
  readonly onPiece: NonNullable<CallOptions['onPiece']>;
  readonly onResponse: () => void;
}

async function stream(sdk: SdkModel, call: SdkCall, model: string, { onPiece, onResponse }: StreamTold): Promise<ReadAnswer> {
  const answer = new GrowingResult();
  const { stream: parts } = await sdk.doStream(call);
  onResponse();
  for await (const value of parts) {
    const part = streamPartOf(value, model);
    if (part.type === 'error') throw part.error;
    if (part.type === 'text-delta' && part.delta) onPiece({ kind: 'text', text: part.delta });
    if (part.type === 'reasoning-delta' && part.delta) onPiece({ kind: 'thinking', text: part.delta });
    answer.add(part);
  }
  return answer.read(model);
}

/** Not every model listens to its signal. */
async function orAborted<Result>(answer: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let giveUp = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

function withheld(model: string, module: string): Failure {
  return new Failure('module-withheld', `${model} comes from ${module}, and no module of the repository may run here.`);
}
