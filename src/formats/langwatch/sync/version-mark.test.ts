import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestOf } from '../../../base/digest.ts';
import { markedMessage, markOf } from './version-mark.ts';

const digest = digestOf('any');
const commit = `${'c0ffee'.repeat(6)}c0ff`;

test('a mark is read back from any message, which stays as it was', () => {
  fc.assert(
    fc.property(
      fc.string().map((text) => text.trimEnd()),
      fc.boolean(),
      (message, isCommitted) => {
        const mark = { digest, ...(isCommitted && { commit }) };
        expect(markOf(markedMessage(message, mark))).toEqual({ message, mark });
      },
    ),
  );
});

test.each(['Shorter', `Promptlane-Version: sha256:12`, `Promptlane-Version: ${digest}\nand more`])('%j has no mark', (message) => {
  expect(markOf(message)).toEqual({ message });
});
