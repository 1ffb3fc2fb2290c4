import { expect, test } from 'vitest';
import { didYouMean } from './suggest.ts';

test('names the known word that was meant', () => {
  expect(didYouMean('mesages', ['model', 'messages'])).toBe(' Did you mean "messages"?');
});

test('forgives a transposition', () => {
  expect(didYouMean('modle', ['model', 'messages'])).toBe(' Did you mean "model"?');
});

test('says nothing when no word is near', () => {
  expect(didYouMean('colour', ['model', 'messages'])).toBe('');
});
