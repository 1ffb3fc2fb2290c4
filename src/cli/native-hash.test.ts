import fc from 'fast-check';
import { expect, test } from 'vitest';
import { portableHash } from '../base/hash.ts';
import { nativeHash } from './native-hash.ts';

test.each(['sha1', 'sha256'] as const)('%s gives what the portable one gives, half surrogate pairs included', (algorithm) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(nativeHash(algorithm, text)).toBe(portableHash(algorithm, text));
    }),
  );
  expect(nativeHash(algorithm, 'a\ud800b')).toBe(portableHash(algorithm, 'a\ufffdb'));
});
