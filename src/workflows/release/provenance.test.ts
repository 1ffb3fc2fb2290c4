import { describe, expect, test } from 'vitest';
import { uploadSchema } from '../../protocol/versions.ts';
import type { Git, HeadInfo } from '../../workspace/git/git.ts';
import { provenance } from './provenance.ts';

const gitAt = (head: HeadInfo) => ({ headInfo: async () => head }) as Git;
const accepted = uploadSchema.omit({ versions: true });

describe('provenance', () => {
  test('cuts what Git takes and a registry does not, so that it never stops a push', async () => {
    const long = 'a'.repeat(299 - 1) + '😀'.repeat(2000);
    const head: HeadInfo = { branch: long, author: { name: long, email: long }, message: long, dirty: false };
    const sent = await provenance(gitAt(head));
    expect(accepted.parse(sent)).toEqual(sent);
    expect(sent.branch).toBe(`${'a'.repeat(298)}…`);
    expect(sent.message?.length).toBeGreaterThan(1990);
  });

  test('leaves what fits as it is', async () => {
    const head: HeadInfo = { branch: 'main', author: { name: 'Ada', email: 'ada@example.com' }, message: 'Subject\n\nBody', dirty: false };
    expect(await provenance(gitAt(head))).toEqual({ branch: head.branch, author: head.author, message: head.message });
    expect(await provenance(undefined)).toEqual({});
  });
});
