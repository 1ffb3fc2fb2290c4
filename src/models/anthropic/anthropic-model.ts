import type { Model } from '../../evals/runner/model.ts';
import { answerTool, toAnthropic } from '../../prompt/render/provider/anthropic.ts';
import { type HttpModelOptions, httpModel } from '../http/http-model.ts';
import { readMessage } from './read-message.ts';
import { readMessageStream } from './read-message-stream.ts';

/** Not the newest on purpose: from 2026-10-21 on the API refuses a temperature for every model, and prompts set one. */
const API_VERSION = '2023-06-01';

/** A model behind Anthropic's messages API, or a server that speaks it. */
export function anthropicModel(options: HttpModelOptions): Model {
  const { baseUrl, apiKey } = options;
  // Both forms are in use: the bare host, and the address up to `/v1`.
  const path = `${baseUrl.pathname.replace(/(?:\/v1)?\/*$/, '')}/v1/messages${baseUrl.search}`;
  return httpModel(options, {
    name: 'anthropic',
    headers: { 'anthropic-version': API_VERSION, ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }) },
    path: () => path,
    body(request, isStreamed) {
      const { stream: _stream, ...body } = toAnthropic(request);
      return isStreamed ? { ...body, stream: true } : body;
    },
    readWhole: (text, request) => readMessage(text, request.model, answerTool(request)),
    readStream: (events, request, told) => readMessageStream(events, { ...told, answerTool: answerTool(request) }),
  });
}
