import type { Model } from '../../evals/runner/model.ts';
import { toOpenAI } from '../../prompt/render/provider/openai.ts';
import { type HttpModelOptions, httpModel } from '../http/http-model.ts';
import { keyHeader, pathBelow } from './openai-address.ts';
import { readCompletion } from './read-completion.ts';
import { readCompletionStream } from './read-completion-stream.ts';

/** A model behind OpenAI's chat completions: OpenAI itself, Azure, Ollama, vLLM, LM Studio, OpenRouter and the like. */
export function openAIModel(options: HttpModelOptions): Model {
  const { baseUrl, apiKey } = options;
  return httpModel(options, {
    name: 'openai',
    headers: keyHeader(baseUrl, apiKey),
    path: () => pathBelow(baseUrl, 'chat/completions'),
    body(request, isStreamed) {
      const { stream: _stream, stream_options: _options, ...body } = toOpenAI(request);
      return isStreamed ? { ...body, stream: true, stream_options: { include_usage: true } } : body;
    },
    readWhole: (text, { model }) => readCompletion(text, model),
    readStream: (events, _request, { asked, onPiece }) => readCompletionStream(events, asked, onPiece),
  });
}
