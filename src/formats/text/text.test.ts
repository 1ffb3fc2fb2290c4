import { expect, test } from 'vitest';
import { formatOf } from '../formats.ts';
import { text } from './text.ts';

const files = { 'wisdom/system.md': '# IDENTITY\r\nYou {{#x}}', 'wisdom/user.md': 'Go.' };

test('a pattern of Fabric is one prompt of both texts, named by its folder', () => {
  const { prompts, reads } = text.read({ path: 'wisdom/system.md', text: files['wisdom/system.md'] }, new Map(Object.entries(files)));
  expect(prompts).toMatchObject([
    {
      id: 'wisdom',
      file: {
        template: 'simple',
        messages: [
          { role: 'system', content: '# IDENTITY\nYou {{#x}}' },
          { role: 'user', content: 'Go.' },
        ],
      },
    },
  ]);
  expect(reads).toEqual(['wisdom/user.md']);
});

test('a text is no prompt until it is named as one', () => {
  expect(formatOf({ path: 'README.md', text: '# Notes' })).toBeUndefined();
});
