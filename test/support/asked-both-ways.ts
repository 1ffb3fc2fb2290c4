import type { AnswerPiece, ModelRequest } from '../../src/evals/runner/model.ts';
import { type ModelSpec, openModel } from '../../src/models/open-model.ts';
import type { SeenRequest } from './fake-provider.ts';

/** A server to be asked; it is closed with the model. */
interface Server {
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

/** Asks a model twice, streamed and whole: an adapter must say the same of both. */
export async function askedBothWays(spec: ModelSpec, server: Server, more: Partial<ModelRequest> = {}) {
  const model = await openModel(spec);
  const request: ModelRequest = { model: spec.model, messages: [{ role: 'user', content: 'Hi' }], parameters: {}, tools: [], ...more };
  const pieces: AnswerPiece[] = [];
  const signal = new AbortController().signal;
  const streamed = await model.answer(request, { signal, sample: 0, onPiece: (piece) => pieces.push(piece) }).catch((error) => error);
  const whole = await model.answer(request, { signal, sample: 0 }).catch((error) => error);
  await model.close();
  await server.close();
  const told = (kind: AnswerPiece['kind']) => pieces.flatMap((piece) => (piece.kind === kind ? [piece.text] : [])).join('');
  return { streamed, whole, told, requests: server.requests };
}
