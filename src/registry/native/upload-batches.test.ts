import { describe, expect, test } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { VersionUpload } from '../registry.ts';
import { uploadBatches } from './upload-batches.ts';

const upload = (id: string, kind: VersionUpload['kind'] = 'prompt', content = ''): VersionUpload => ({
  kind,
  id: id as PromptId,
  digest: digestOf(content),
  content,
});
const MB = 1024 * 1024;

describe('uploadBatches', () => {
  test('sends a small upload as one request', () => {
    const [batch, ...rest] = uploadBatches({ versions: [upload('a'), upload('b')], commit: 'c0ffee' });
    expect(rest).toEqual([]);
    expect(batch).toMatchObject({ commit: 'c0ffee', versions: [{ id: 'a' }, { id: 'b' }] });
  });

  test('sends what prompts name before them, otherwise in the order given', () => {
    const versions = [upload('p1'), upload('t1', 'partial'), upload('p2'), upload('g1', 'guardrail-set')];
    expect(uploadBatches({ versions })[0]?.versions.map(({ id }) => id)).toEqual(['t1', 'g1', 'p1', 'p2']);
  });

  test('keeps each request below the limit, counted in bytes, and loses none', () => {
    const versions = Array.from({ length: 9 }, (_, index) => upload(`p${index}`, 'prompt', 'ä'.repeat(MB)));
    const batches = uploadBatches({ versions, branch: 'main' });
    expect(batches.length).toBe(3);
    for (const batch of batches) expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThan(10 * MB);
    expect(batches.flatMap((batch) => batch.versions)).toEqual(versions);
  });

  test('sends nothing when there is nothing', () => {
    expect(uploadBatches({ versions: [] })).toEqual([]);
  });
});
