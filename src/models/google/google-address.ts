import { Failure } from '../../base/failure.ts';
import { modelName } from '../../prompt/render/model-name.ts';

/** The path of a method of a model: `/v1beta/models/gemini-2.5-flash:generateContent`. An address may leave the version out. */
export function methodPath({ pathname, search }: URL, model: string, method: string): string {
  const below = pathname.replace(/\/+$/, '') || '/v1beta';
  return `${below}/${resourceOf(model)}:${method}${search}`;
}

/** What Google calls a model within its API; a tuned one names its collection itself. @throws Failure `model-refused` */
export function resourceOf(model: string): string {
  const name = modelName(model) ?? model;
  // The name becomes a part of the path: nothing in it may lead to another.
  const [, collection = 'models', id] = /^(?:(models|tunedModels)\/)?([A-Za-z0-9][\w.-]*)$/.exec(name) ?? [];
  if (id === undefined) throw new Failure('model-refused', `${model} is no name of a model of Google.`);
  return `${collection}/${id}`;
}

/** The header that a key goes in. Never the address: those are logged. */
export function googleKeyHeader(apiKey: string | undefined): Record<string, string> {
  return apiKey === undefined ? {} : { 'x-goog-api-key': apiKey };
}
