import { Failure } from '../../base/failure.ts';
import type { Model, ModelRequest } from '../../evals/runner/model.ts';
import { requestExcerpt } from '../../evals/runner/request/request-excerpt.ts';
import { type Cassette, recordingKey } from './cassette.ts';

/** Answers from a cassette: no network, the same answer every time. A request that was not recorded is a failure, never a guess. */
export function replayModel({ answers }: Cassette, file: string): Model {
  return {
    name: 'replay',
    isRecorded: true,
    async answer(request, { sample, signal, onPiece }) {
      signal.throwIfAborted();
      const answer = answers.get(recordingKey(request, sample));
      if (answer === undefined) throw notRecorded(request, sample, file);
      if (answer.text !== '') onPiece?.({ kind: 'text', text: answer.text });
      return answer;
    },
    close: async () => {},
  };
}

function notRecorded(request: ModelRequest, sample: number, file: string): Failure {
  const which = sample === 0 ? 'an answer' : `answer ${sample + 1}`;
  return new Failure('answer-not-recorded', `${file} has no recording of ${which} of ${request.model} to ${requestExcerpt(request)}.`);
}
