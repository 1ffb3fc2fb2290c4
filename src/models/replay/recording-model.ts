import { appendFile, mkdir, readFile, rm, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { Answer } from '../../evals/run.ts';
import type { CallOptions, Model, ModelRequest, Tape } from '../../evals/runner/model.ts';
import { holdsKey } from '../secrets.ts';
import { headerLine, readCassette, recordingKey, recordingLine } from './cassette.ts';

export interface RecordOptions {
  readonly file: string;
  /** First line of a new cassette: says to a person what these answers are. */
  readonly note: string;
  /** Texts that must not be written, beside what looks like a key anyway. */
  readonly secrets?: readonly string[];
}

/** A model whose answers are being recorded. */
export interface RecordingModel extends Model {
  /** How many answers were appended so far. */
  readonly recorded: () => number;
}

/** A cassette that is being recorded to, from any number of models. */
export interface Recording {
  /** How many answers were appended so far. */
  readonly recorded: () => number;
  /** The model, answered from the cassette where that has an answer, and recorded where it lacks one. Closing it closes the live one. */
  of(live: Model): Model;
  /** Ends the recording; models are closed by whoever opened them. */
  close(): Promise<void>;
}

/** Records the answers of one live model (`openRecording`); closing it ends the recording. */
export async function recordCassette(live: Model, options: RecordOptions): Promise<RecordingModel> {
  const recording = await openRecording(options);
  return {
    ...recording.of(live),
    recorded: recording.recorded,
    async close() {
      await recording.close();
      await live.close();
    },
  };
}

/**
 * Opens a cassette to record to: what it has is answered from it, what it lacks is asked and appended.
 *
 * An answer is appended whole or not at all, and a new cassette that nothing was recorded to is removed on close.
 * @throws Failure `cassette-secret` instead of writing a text that looks like a key
 */
export async function openRecording({ file, note, secrets = [] }: RecordOptions): Promise<Recording> {
  const text = await existing(file);
  const answers = new Map(text === undefined ? [] : readCassette({ file, text }).answers);
  let writing = text === undefined ? begin(file, note) : mendEnd(file, text);
  await writing;
  let recorded = 0;

  const record = (line: string): Promise<void> => {
    writing = writing.then(() => appendFile(file, line));
    recorded += 1;
    return writing;
  };
  const tape: Tape = {
    find: (request, sample) => answers.get(recordingKey(request, sample)),
    async add(request, sample, answer) {
      const line = recordingLine(request, sample, answer);
      if (holdsKey(line) || secrets.some((secret) => line.includes(secret)))
        throw new Failure('cassette-secret', `Nothing was written to ${file}: a request or answer holds what looks like a key.`);
      answers.set(recordingKey(request, sample), answer);
      await record(line);
    },
  };
  return {
    recorded: () => recorded,
    of: (live) => ({ ...live, tape, answer: (request, options) => answerOnto(tape, live, request, options) }),
    async close() {
      await writing;
      if (text === undefined && recorded === 0) await rm(file, { force: true });
    },
  };
}

async function answerOnto(tape: Tape, live: Model, request: ModelRequest, options: CallOptions): Promise<Answer> {
  const known = tape.find(request, options.sample);
  if (known !== undefined) {
    if (known.text !== '') options.onPiece?.({ kind: 'text', text: known.text });
    return known;
  }
  const given = await live.answer(request, options);
  await tape.add(request, options.sample, given);
  return given;
}

async function existing(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Failure('file-unreadable', `The cassette ${file} cannot be read.`, { cause: error });
  }
}

async function begin(file: string, note: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  try {
    // Made by this call or not at all: a link of the repository would have answers written to any file of the user.
    await appendFile(file, headerLine(note), { flag: 'ax' });
  } catch (cause) {
    throw new Failure('file-unwritable', `The cassette ${file} cannot be made: ${(cause as Error).message}.`, { cause });
  }
}

/** Drops the half line that a killed recorder left: what is appended must start on its own. */
async function mendEnd(file: string, text: string): Promise<void> {
  const end = text.lastIndexOf('\n') + 1;
  if (end < text.length) await truncate(file, Buffer.byteLength(text.slice(0, end)));
}
