import { readFile } from 'node:fs/promises';
import { Failure } from '../../base/failure.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/** Gives a file another text, as long as it is still the text that was read. @throws Failure `write-raced`, `file-unwritable` */
export async function replaceFile(path: string, before: string, after: string): Promise<void> {
  await writeFileAtomically(path, after, async () => {
    if ((await readFile(path, 'utf8')) !== before) throw new Failure('write-raced', `${path} changed while it was being worked on.`);
  });
}
