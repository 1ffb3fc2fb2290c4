import { describe, expect, test } from 'vitest';
import { shortDigest } from '../../../../base/digest.ts';
import { READY_JUDGES, readyJudge } from './ready-judges.ts';

/** A change here makes other scorers of all suites that use the judge: baselines that were judged by the old one count no more. */
const DIGESTS: Readonly<Record<string, string>> = {
  rubric: '103e44a63017',
  pairwise: '61e45e2fe698',
  factuality: '60c035caae7d',
  relevance: 'd15597393a09',
  groundedness: '2dec961cead7',
  helpfulness: 'a07f68f2f101',
};

describe('readyJudge', () => {
  test.each(READY_JUDGES)('is the version that suites know: %s', (name) => {
    expect(shortDigest(readyJudge(name).digest)).toBe(DIGESTS[name]);
  });

  test.each(READY_JUDGES)('declares what it is shown, and says of itself what it is for: %s', (name) => {
    const { inputs = {}, schema, tools } = readyJudge(name).content;
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(name === 'pairwise' ? ['first', 'second'] : ['answer']));
    expect([schema, tools]).toEqual([undefined, []]);
  });
});
