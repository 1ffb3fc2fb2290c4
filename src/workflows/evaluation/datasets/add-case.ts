import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Diagnostic, hasErrors, placeOf } from '../../../base/diagnostic.ts';
import { Failure } from '../../../base/failure.ts';
import { canonicalJson } from '../../../base/json/canonical-json.ts';
import type { EvalCase } from '../../../evals/dataset/eval-case.ts';
import { secretsOf } from '../../../evals/dataset/lint/lint-cases.ts';
import { addedRow, type NewRow } from '../../../evals/dataset/rows/added-row.ts';
import { scanDataset } from '../../../evals/dataset/scan-dataset.ts';
import { datasetFile } from '../../../workspace/datasets/dataset-file.ts';
import { temporarySpill } from '../../../workspace/datasets/temporary-spill.ts';
import { makeFolder } from '../../../workspace/files/make-folder.ts';
import { writeFileAtomically } from '../../../workspace/files/write-file-atomically.ts';

export interface AddedCase {
  readonly path: string;
  readonly case: EvalCase;
  /** Cases of the dataset now. */
  readonly cases: number;
  /** What should be looked at, for example data of people. */
  readonly warnings: readonly Diagnostic[];
}

/** Larger files of JSON and YAML are not edited: they would be held as a whole. */
const MAX_EDITED = 64 * 1024 * 1024;
/** Enough to see how a file that grows at its end is laid out. */
const START = 64 * 1024;

/**
 * Adds a case to a dataset, in the format of the file and without touching its other bytes; makes the file if it is not there.
 *
 * @param path relative to the workspace
 * @throws Failure `suite-invalid` when the dataset or the case is wrong, holds a key, or repeats another; `edit-impossible`
 */
export async function addCase(row: NewRow, path: string, root: string): Promise<AddedCase> {
  const file = datasetFile(root, path);
  if (path.endsWith('.gz'))
    throw new Failure('edit-impossible', `${path} is gzipped.`, { hint: 'Unzip it, add the case, and zip it again.' });
  const absolute = join(root, path);
  const isThere = await stat(absolute).then(
    () => true,
    () => false,
  );
  // Opening it the way eval does refuses a link that leads out of the workspace.
  if (isThere) for await (const _ of file.open()) break;
  const inserted = addedRow(row, file.format, isThere ? await layoutOf(absolute, file.format === 'jsonl' || file.format === 'csv') : EMPTY);
  const content = () => (isThere ? withInsertion(absolute, inserted) : only(inserted.text));
  let last: EvalCase | undefined;
  const added = { ...file, open: content };
  const scanned = await scanDataset([added], {
    openSpill: temporarySpill,
    onCase: (one) => {
      last = one;
    },
  });
  requireAdded(scanned.diagnostics, last, row, path);
  const found = secretsOf(last as EvalCase);
  const [secret] = found.filter((one) => hasErrors([one]));
  if (secret) throw new Failure('suite-invalid', secret.message, { ...(secret.hint && { hint: secret.hint }) });
  await makeFolder(dirname(absolute));
  await writeFileAtomically(absolute, texts(content()));
  return { path, case: last as EvalCase, cases: scanned.count, warnings: found };
}

const EMPTY = { text: '', endsLine: true };

function requireAdded(diagnostics: readonly Diagnostic[], last: EvalCase | undefined, row: NewRow, path: string): void {
  const [error] = diagnostics.filter((one) => hasErrors([one]));
  if (error) throw new Failure('suite-invalid', error.message, { where: placeOf(error), hint: `Nothing was added to ${path}.` });
  if (last !== undefined && canonicalJson(last.inputs) === canonicalJson(row.inputs)) return;
  throw new Failure('edit-impossible', `The case cannot be added at the end of ${path}: the list is laid out in another way.`);
}

async function layoutOf(path: string, growsAtEnd: boolean): Promise<{ text: string; endsLine: boolean }> {
  const { size } = await stat(path);
  if (!growsAtEnd && size > MAX_EDITED)
    throw new Failure('edit-impossible', `${path} is too large to be edited.`, { hint: 'Use a .jsonl file.' });
  if (!growsAtEnd) {
    const text = await readFile(path, 'utf8');
    return { text, endsLine: text.endsWith('\n') };
  }
  const file = await open(path, 'r');
  try {
    const text = await textAt(file, 0, Math.min(size, START));
    return { text, endsLine: size === 0 || (await textAt(file, size - 1, 1)) === '\n' };
  } finally {
    await file.close();
  }
}

async function textAt(file: FileHandle, position: number, length: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.toString('utf8', 0, bytesRead);
}

/** The bytes of a file with a text put in, that many characters before its end. */
async function* withInsertion(path: string, { at, text }: { readonly at: number; readonly text: string }): AsyncGenerator<Uint8Array> {
  if (at === 0) {
    const file = await open(path, 'r');
    yield* file.createReadStream() as AsyncIterable<Buffer>;
    yield Buffer.from(text);
    return;
  }
  const whole = await readFile(path, 'utf8');
  yield Buffer.from(whole.slice(0, at) + text + whole.slice(at));
}

async function* only(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function* texts(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for await (const piece of bytes) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}
