import { describe, expect, test } from 'vitest';
import type { BlobId } from '../../release/lockfile/lockfile.ts';
import { batchedTexts } from './batched-texts.ts';

const [A, B] = ['a'.repeat(40), 'b'.repeat(40)] as [BlobId, BlobId];

function counted() {
  const questions: (readonly BlobId[])[] = [];
  const read = batchedTexts(async (blobs) => {
    questions.push(blobs);
    return new Map(blobs.map((blob) => [blob, `text of ${blob}`]));
  });
  return { questions, read };
}

describe('batchedTexts', () => {
  test('asks once for what is wanted at once, each text once', async () => {
    const { questions, read } = counted();
    const answers = await Promise.all([read([A]), read([B]), read([A])]);
    expect(questions).toEqual([[A, B]]);
    expect(answers.map((texts) => texts.get(A))).toEqual(Array(3).fill(`text of ${A}`));
  });

  test('asks again for what is wanted later', async () => {
    const { questions, read } = counted();
    await read([A]);
    await read([B]);
    expect(questions).toEqual([[A], [B]]);
  });

  test('fails all who asked when the question fails, and asks anew', async () => {
    let fails = true;
    const read = batchedTexts(async () => {
      if (fails) throw new Error('no git');
      return new Map([[A, 'now']]);
    });
    expect((await Promise.allSettled([read([A]), read([B])])).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect((await read([A])).get(A)).toBe('now');
  });
});
