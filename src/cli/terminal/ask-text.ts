import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Failure } from '../../base/failure.ts';
import type { Host } from '../host.ts';

type Streams = Pick<Host, 'stdin' | 'stderr'>;

/** Asks a person for a line of text; only where `terminal.isInteractive`. @throws Failure `interrupted` at the end of the input. */
export function askText(question: string, { stdin, stderr }: Streams): Promise<string> {
  return ask(`${question}: `, stdin, stderr);
}

/** The same for what must not be seen: what is typed is not shown. */
export async function askSecret(question: string, { stdin, stderr }: Streams): Promise<string> {
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    // Only when keys are no longer echoed: who sees the question may type at once.
    return await ask('', stdin, unseen, () => stderr.write(`${question}: `));
  } finally {
    stderr.write('\n');
  }
}

/** The reader draws its line anew with each key: a question that it does not know of would be wiped away. */
async function ask(
  question: string,
  input: Streams['stdin'],
  output: NodeJS.WritableStream,
  whenReading: () => void = () => undefined,
): Promise<string> {
  const reader = createInterface({ input, output, terminal: true });
  whenReading();
  const ended = new Promise<never>((_resolve, reject) => {
    reader.once('close', () => reject(new Failure('interrupted', 'Nothing was answered.', { hint: 'Run the command again.' })));
  });
  ended.catch(() => undefined);
  try {
    return await Promise.race([reader.question(question), ended]);
  } finally {
    reader.close();
  }
}
