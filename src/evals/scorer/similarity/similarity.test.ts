import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sentenceBleu, tokens13a } from './bleu.ts';
import { editSimilarity } from './edit-similarity.ts';
import { rougeL } from './rouge-l.ts';
import { tokenF1 } from './token-f1.ts';

/** sacrebleu 2.6.0: `sentence_bleu(text, [reference]).score`, in hundredths. */
const BLEU: readonly (readonly [text: string, reference: string, score: number])[] = [
  ['the cat is on the mat', 'there is a cat on the mat', 29.05925408079185],
  ["It's 3.5% (roughly), isn't it?", 'It is 3.5 % roughly, is it not?', 11.044795567078939],
  ['a', 'a', 100],
  ['hello world', 'hello there world', 42.88819424803536],
  ['The quick brown fox jumps over the lazy dog', 'The quick brown dog jumps on the log.', 21.10534063187263],
  ['completely different words here', 'nothing the same at all', 0],
  ['Der Hund läuft – schnell!', 'Der Hund läuft schnell.', 32.46679154750991],
  ['', 'x y', 0],
  ['x y', '', 0],
  ['猫 は 寝る', '猫 は 寝る', 100],
  ['one two three four five', 'one two three four six seven eight nine ten', 30.048438849849045],
];

describe('BLEU', () => {
  test.each(BLEU)('of %j against %j is that of sacrebleu: %d', (text, reference, score) => {
    expect(sentenceBleu(text, [reference])).toBeCloseTo(score / 100, 12);
  });

  test('of several references is that of sacrebleu', () => {
    const references = ['there is a cat on the mat', 'a cat sits on the mat'];
    expect(sentenceBleu('the cat is on the mat', references)).toBeCloseTo(0.3432945239845197, 12);
  });

  test.each([
    ["It's 3.5% (roughly), isn't it?", "It's 3.5 % ( roughly ) , isn't it ?"],
    ['a-b c/d e_f 1-2 $5 <b>&quot;hi&quot;</b> x.y 3.14, 1,000.', 'a-b c / d e _ f 1 - 2 $ 5 < b > " hi " < / b > x . y 3.14 , 1,000 .'],
    ['U.S.A. 2.5. foo@bar.com', 'U . S . A . 2.5 . foo @ bar . com'],
    ['a.b .5 5. ,x x, 1-a a-1 <skipped> &amp;lt;', 'a . b . 5 5 . , x x , 1 - a a-1 <'],
    ['-\nnew line', 'new line'],
  ])('parts %j as mteval-v13a does', (text, tokens) => {
    expect(tokens13a(text).join(' ')).toBe(tokens);
  });
});

describe('ROUGE-L', () => {
  test.each([
    // Lin 2004, section 3: the sentence that he reckons himself.
    ['police kill the gunman', 'police killed the gunman', 0.75],
    // README of the package rouge-score: precision 5/8 and recall 5/9 of these two.
    ['The quick brown dog jumps on the log.', 'The quick brown fox jumps over the lazy dog', 10 / 17],
    ['', '', 1],
    ['a', '', 0],
    ['…', '!', 1],
    ['Ü b', 'ü B', 1],
  ])('of %j and %j is %d', (text, reference, score) => {
    expect(rougeL(text, reference)).toBeCloseTo(score, 12);
  });
});

describe('F1', () => {
  test.each([
    ['The Eiffel Tower', 'Eiffel tower!', 1],
    ['in Paris', 'Paris', 2 / 3],
    ['no no no', 'no', 0.5],
    ["don't", 'dont', 1],
    ['the', 'a', 1],
    ['the', 'cat', 0],
    ['', '', 1],
  ])('of %j and %j is %d', (text, reference, score) => {
    expect(tokenF1(text, reference)).toBeCloseTo(score, 12);
  });
});

describe('edit similarity', () => {
  test.each([
    ['kitten', 'sitting', 1 - 3 / 7],
    ['', '', 1],
    ['', 'abc', 0],
    ['👍👎', '👍👍', 0.5],
    ['abc', 'abc', 1],
  ])('of %j and %j is %d', (text, reference, score) => {
    expect(editSimilarity(text, reference)).toBeCloseTo(score, 12);
  });
});

test.each([
  ['ROUGE-L', rougeL],
  ['F1', tokenF1],
  ['edit similarity', editSimilarity],
])('%s is symmetric, lies between 0 and 1, and is 1 for a text and itself', (_, similarity) => {
  const text = fc.string({ unit: 'grapheme', maxLength: 30 });
  fc.assert(
    fc.property(text, text, (left, right) => {
      const score = similarity(left, right);
      expect(score).toBe(similarity(right, left));
      expect(score >= 0 && score <= 1).toBe(true);
      expect(similarity(left, left)).toBe(1);
    }),
  );
});
