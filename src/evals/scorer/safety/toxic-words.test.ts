import { expect, test } from 'vitest';
import { toxicWordFinder } from './toxic-words.ts';

const find = await toxicWordFinder(['Dummkopf', 'дурак', 'shut up'], ['sex']);

test.each([
  ['sh1t', 'shit'],
  ['ｓｈｉｔ', 'shit'],
  ['s\u200bhit', 'shit'],
  ['SHIIIIT!', 'shit'],
  ['Du DUMMKOPF!', 'dummkopf'],
  ['Ты дурак.', 'дурак'],
  ['Just shut up', 'shut up'],
])('finds the word in %j', (text, word) => {
  expect(find(text)).toEqual([word]);
});

test.each([
  '',
  'The class assessed the document.',
  'In the cockpit of Scunthorpe',
  'magna cum laude',
  'sex education',
  'Dummköpfe',
  'придурак',
])('finds none in %j', (text) => {
  expect(find(text)).toEqual([]);
});
