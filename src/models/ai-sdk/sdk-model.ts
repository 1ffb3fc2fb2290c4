import { Failure } from '../../base/failure.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { didYouMean } from '../../base/text/suggest.ts';

/** The versions of the AI SDK's language model interface that this version speaks: of AI SDK 5, 6 and 7. */
export type SdkVersion = 'v2' | 'v3' | 'v4';
const VERSIONS: readonly string[] = ['v2', 'v3', 'v4'] satisfies SdkVersion[];

/** What this program uses of a language model of the AI SDK. What comes back is checked, so it is not described. */
export interface SdkModel {
  readonly specificationVersion: SdkVersion;
  readonly provider: string;
  readonly modelId: string;
  doGenerate(options: SdkCall): PromiseLike<unknown>;
  doStream(options: SdkCall): PromiseLike<{ readonly stream: ReadableStream<unknown> }>;
}

/** Options of a call: JSON but for the signal, and for addresses of files. */
export type SdkCall = Readonly<Record<string, unknown>> & { readonly prompt: readonly JsonObject[]; readonly abortSignal: AbortSignal };

/**
 * Finds a model in what a module exports by default: a provider of the AI SDK, or models by their names.
 *
 * @throws Failure `config-invalid`
 */
export function findSdkModel(exported: unknown, name: string, module: string): SdkModel {
  const found = modelIn(exported, name, module);
  if (!isObject(found) || typeof found.doGenerate !== 'function' || typeof found.doStream !== 'function') {
    throw invalid(`${module} gives no language model of the AI SDK for "${name}".${otherNames(exported, name)}`);
  }
  const version = String(found.specificationVersion);
  if (VERSIONS.includes(version)) return found as unknown as SdkModel;
  throw invalid(`The model "${name}" of ${module} follows specification ${version} of the AI SDK.`, `Known are ${VERSIONS.join(', ')}.`);
}

function modelIn(exported: unknown, name: string, module: string): unknown {
  if (exported === undefined) throw invalid(`${module} has no default export.`);
  if (!isObject(exported)) return undefined;
  if (Object.hasOwn(exported, name) && isObject(exported[name])) return exported[name];
  if (typeof exported.languageModel !== 'function') return undefined;
  try {
    return exported.languageModel(name);
  } catch (cause) {
    // A provider knows its models by name and says so of others.
    throw invalid(`${module} has no model "${name}": ${(cause as Error).message}`);
  }
}

function otherNames(exported: unknown, name: string): string {
  if (!isObject(exported) || typeof exported === 'function' || Object.hasOwn(exported, name)) return '';
  return didYouMean(name, Object.keys(exported));
}

/** Providers of the AI SDK are functions with members. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function invalid(message: string, hint = 'Export by default a provider of the AI SDK, or an object of models by name.'): Failure {
  return new Failure('config-invalid', message, { hint });
}
