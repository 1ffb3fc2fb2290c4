import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPartial } from './read-partial.ts';

const read = (text: string) => readPartial({ file: 'tone.partial.md', text });
const places = (text: string) =>
  read(text).diagnostics.map(({ range, severity, rule }) => `${range.line}:${range.column} ${severity} ${rule}`);

describe('readPartial', () => {
  test('keeps the text but for its byte order mark and CRLF', () => {
    expect(read('\uFEFF# Tone\r\n\r\nBe kind. \t\r\n\r\n').content).toEqual({ template: 'liquid', text: '# Tone\n\nBe kind. \t\n\n' });
  });

  test('takes the template language from the front matter', () => {
    expect(read('---\ntemplate: simple\n---\nHello {{name}}\n')).toMatchObject({
      content: { template: 'simple', text: 'Hello {{name}}\n' },
      linesBefore: 3,
    });
    expect(read('\uFEFF---\r\ntemplate: none\r\n---\r\nHi\r\n').content).toEqual({ template: 'none', text: 'Hi\n' });
    expect(read('---\n---').content).toEqual({ template: 'liquid', text: '' });
  });

  test('takes a rule with no second one for text', () => {
    expect(read('---\nHello\n').content?.text).toBe('---\nHello\n');
    expect(read('Hello\n---\ntemplate: none\n---\n').content?.template).toBe('liquid');
  });

  test('refuses anything else in the front matter, where it stands', () => {
    expect(places('---\r\ntemplate: simpl\r\ntitle: Tone\r\n---\r\nHi')).toEqual(['2:11 error wrong-value', '3:1 error unknown-key']);
    expect(places('---\n- a\n---\n')).toEqual(['2:1 error wrong-value']);
    expect(read('---\ntitle: Tone\n---\nHi').content).toBeUndefined();
  });

  test('warns of invisible characters, where they stand in the file', () => {
    expect(places('---\r\ntemplate: none\r\n---\r\none\r\ntw\u200Bo\r\n')).toEqual(['5:3 warning zero-width']);
  });

  test('refuses more than a megabyte', () => {
    expect(places('x'.repeat(1_048_577))).toEqual(['1:1 error partial-too-large']);
  });

  test('any text gives a text back, or an error', () => {
    const parts = fc.array(fc.constantFrom('---', '\n', '\r\n', 'template: none', 'x', ' ', '\uFEFF', '{{'), { maxLength: 12 });
    fc.assert(
      fc.property(parts, (texts) => {
        const text = texts.join('');
        const { content, diagnostics, linesBefore } = read(text);
        if (content === undefined) {
          expect(diagnostics.length).toBeGreaterThan(0);
          return;
        }
        const lines = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
        expect(lines.endsWith(content.text)).toBe(true);
        expect(lines.slice(0, lines.length - content.text.length).split('\n')).toHaveLength(linesBefore + 1);
      }),
      { numRuns: 300 },
    );
  });
});
