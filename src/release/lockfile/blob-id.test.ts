import { describe, expect, test } from 'vitest';
import { blobIdOf, namesText, storedText, textBlobId } from './blob-id.ts';

describe('a blob id', () => {
  test.each([
    // printf 'Zażółć\n' | git hash-object --stdin, in a repository of either kind
    [40, '56d892e60c476363d1461d165f1e1d4c86fb3a1b'],
    [64, '24be7be0aac2c1c8901f8b5566236874e48e0ee535cf893b75b18d147d799aba'],
  ] as const)('of %s digits is the one that git gives', (digits, id) => {
    expect(blobIdOf('Zażółć\n', digits)).toBe(id);
  });

  test('names exactly one text', () => {
    const blob = blobIdOf('a\n', 64);
    expect(namesText(blob, 'a\n')).toBe(true);
    expect(namesText(blob, 'a\r\n')).toBe(false);
    expect(namesText(blobIdOf('a\n', 40), 'a\n')).toBe(true);
  });

  test('leads from a CRLF checkout to the text that git has', () => {
    expect(storedText(textBlobId('a\r\nb\r\n'), 'a\r\nb\r\n')).toBe('a\nb\n');
    expect(storedText(blobIdOf('a\r\n', 40), 'a\r\n')).toBe('a\r\n');
    expect(storedText(textBlobId('other'), 'a\r\n')).toBeUndefined();
  });
});
