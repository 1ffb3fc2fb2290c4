import * as z from 'zod';
import { isDigest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import type { Answer } from '../../evals/run.ts';
import type { ModelRequest } from '../../evals/runner/model.ts';
import { withoutAttachedBytes } from '../../evals/runner/request/attached-bytes.ts';
import { requestDigest } from '../../evals/runner/request/request-digest.ts';

const header = z.object({ cassette: z.literal(1), note: z.string().min(1) });

const line = z.object({
  key: z.string().refine(isDigest, 'no digest'),
  sample: z.int().nonnegative().optional(),
  request: z.looseObject({ model: z.string(), messages: z.array(z.json()), parameters: z.json(), tools: z.array(z.json()) }),
  answer: z.object({
    text: z.string(),
    toolCalls: z.array(z.json()).optional(),
    finishReason: z.string().optional(),
    usage: z.object({ input: z.number(), output: z.number(), cachedInput: z.number().optional() }).optional(),
    latencyMs: z.number().nonnegative(),
    cost: z.number().nonnegative().optional(),
    metadata: z.record(z.string(), z.json()).optional(),
  }),
});

/** Recorded answers, by what was asked. */
export interface Cassette {
  /** Says to a person what these answers are. */
  readonly note: string;
  /** By `recordingKey`. */
  readonly answers: ReadonlyMap<string, Answer>;
}

/** Which recording answers a request. */
export function recordingKey(request: ModelRequest, sample: number): string {
  return `${requestDigest(request)}#${sample}`;
}

/** The first line of a cassette. */
export function headerLine(note: string): string {
  return `${JSON.stringify({ cassette: 1, note })}\n`;
}

/** One recording as a line. Requests hold no headers, so no key can be among them; of attached bytes only the digest is kept. */
export function recordingLine(request: ModelRequest, sample: number, answer: Answer): string {
  const kept = { ...request, messages: withoutAttachedBytes(request.messages) };
  return `${JSON.stringify({ key: requestDigest(request), ...(sample === 0 ? {} : { sample }), request: kept, answer })}\n`;
}

/**
 * Reads a cassette.
 *
 * @throws Failure `cassette-invalid` naming the line: one that cannot be read, or whose request was edited
 * (its key names another). The last line without its end is the trace of a killed recorder and is left out.
 */
export function readCassette({ file, text }: { readonly file: string; readonly text: string }): Cassette {
  const [first = '', ...rest] = text.split('\n');
  if (jsonValue(rest.at(-1) ?? '') === undefined) rest.pop();
  const head = header.safeParse(jsonValue(first));
  if (!head.success) {
    throw broken(file, 1, 'the first line must be {"cassette": 1, "note": "what these answers are"}');
  }
  const answers = new Map<string, Answer>();
  for (const [index, text] of rest.entries()) {
    if (text.trim() !== '') addRecording(answers, file, index + 2, text);
  }
  return { note: head.data.note, answers };
}

function addRecording(answers: Map<string, Answer>, file: string, number: number, text: string): void {
  const parsed = line.safeParse(jsonValue(text));
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'unreadable' };
    throw broken(file, number, path.length === 0 ? 'this is no recording' : `\`${path.join('.')}\`: ${message}`);
  }
  const { key, sample = 0, answer } = parsed.data;
  const request = parsed.data.request as unknown as ModelRequest;
  if (requestDigest(request) !== key) throw broken(file, number, 'the request is not the one that was recorded');
  answers.set(`${key}#${sample}`, answer as Answer);
}

function broken(file: string, line: number, what: string): Failure {
  return new Failure('cassette-invalid', `The cassette ${file} is broken in line ${line}: ${what}.`, { where: { file, line, column: 1 } });
}
