import type { Model } from '../../evals/runner/model.ts';
import { toOpenAIResponses } from '../../prompt/render/provider/openai-responses.ts';
import { type HttpModelOptions, httpModel } from '../http/http-model.ts';
import { keyHeader, pathBelow } from './openai-address.ts';
import { readResponse } from './read-response.ts';
import { readResponseStream } from './read-response-stream.ts';

/** A model behind OpenAI's responses API, where OpenAI offers what chat completions do not: pro models, Codex, deep research. */
export function openAIResponsesModel(options: HttpModelOptions): Model {
  const { baseUrl, apiKey } = options;
  return httpModel(options, {
    name: 'openai-responses',
    headers: keyHeader(baseUrl, apiKey),
    path: () => pathBelow(baseUrl, 'responses'),
    body(request, isStreamed) {
      const { stream: _stream, ...body } = toOpenAIResponses(request);
      return isStreamed ? { ...body, stream: true } : body;
    },
    readWhole: (text, _request, asked) => readResponse(text, asked),
    readStream: (events, _request, { asked, onPiece }) => readResponseStream(events, asked, onPiece),
  });
}
