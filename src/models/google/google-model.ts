import type { Model } from '../../evals/runner/model.ts';
import { toGoogle } from '../../prompt/render/provider/google.ts';
import { type HttpModelOptions, httpModel } from '../http/http-model.ts';
import { googleKeyHeader, methodPath } from './google-address.ts';
import { readContent } from './read-content.ts';
import { readContentStream } from './read-content-stream.ts';

/** A model behind Google's Gemini API, or a gateway that speaks it. */
export function googleModel(options: HttpModelOptions): Model {
  const { baseUrl, apiKey } = options;
  return httpModel(options, {
    name: 'google',
    headers: googleKeyHeader(apiKey),
    path({ model }, isStreamed) {
      if (!isStreamed) return methodPath(baseUrl, model, 'generateContent');
      const path = methodPath(baseUrl, model, 'streamGenerateContent');
      return `${path}${path.includes('?') ? '&' : '?'}alt=sse`;
    },
    body: (request) => toGoogle(request),
    readWhole: (text, { model }) => readContent(text, model),
    readStream: (events, _request, { asked, onPiece }) => readContentStream(events, asked, onPiece),
  });
}
