import { describe, expect, test } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import type { Ballot } from '../scorer/judged/verdict.ts';
import { calibrateJudge, labelProblem } from './calibrate-judge.ts';
import { calibrationProblem, calibrationsText, parseCalibrations } from './calibration-record.ts';
import { readLabelledAnswers } from './labelled-answers.ts';

const SCALE: Ballot = { kind: 'scale', min: 1, max: 5 };
const CHOICES: Ballot = { kind: 'choices', choices: { good: 1, poor: 0 } };

function labels(...said: readonly (readonly [answer: string, label: unknown])[]) {
  const text = said.map(([answer, label]) => JSON.stringify({ inputs: { q: 'x' }, answer, label })).join('\n');
  return readLabelledAnswers({ file: 'labels.jsonl', format: 'jsonl', text });
}

describe('readLabelledAnswers', () => {
  test('reads several answers to one question, and columns of a table', () => {
    expect(labels(['a', 'good'], ['b', 'poor'], ['c', 4]).answers.map(({ answer, label }) => [answer, label])).toEqual([
      ['a', 'good'],
      ['b', 'poor'],
      ['c', '4'],
    ]);
    const table = readLabelledAnswers({ file: 'l.csv', format: 'csv', text: 'ticket,answer,label\nHelp,Sure.,pass\nHelp,No.,fail\n' });
    expect(table.answers.map(({ case: { inputs }, label }) => [inputs, label])).toEqual([
      [{ ticket: 'Help' }, true],
      [{ ticket: 'Help' }, false],
    ]);
  });

  test.each([
    ['no answer', { label: 'good' }, /`answer`/],
    ['no label', { answer: 'x' }, /`label`/],
    ['an empty label', { answer: 'x', label: ' ' }, /`label`/],
    ['a row of nothing', [], /mapping/],
  ])('finds %s', (_, row, message) => {
    const { diagnostics, answers } = readLabelledAnswers({ file: 'l.jsonl', format: 'jsonl', text: JSON.stringify(row) });
    expect(answers).toEqual([]);
    expect(diagnostics.map((one) => one.message).join()).toMatch(message);
  });

  test('finds an answer that is labelled twice, and is named by what it says and not by its order', () => {
    expect(labels(['a', 'good'], ['a', 'poor']).diagnostics).toHaveLength(1);
    expect(labels(['a', 'good'], ['b', 'poor']).digest).toBe(labels(['b', 'poor'], ['a', 'good']).digest);
    expect(labels(['a', 'good']).digest).not.toBe(labels(['a', 'poor']).digest);
  });
});

describe('labelProblem', () => {
  test.each([
    ['a choice that the judge cannot say', labels(['a', 'good'], ['b', 'fair']), CHOICES],
    ['a figure beyond the scale', labels(['a', 6]), SCALE],
    ['words where the judge gives figures', labels(['a', 'good']), SCALE],
    ['verdicts beside pass and fail', labels(['a', 'good'], ['b', true]), CHOICES],
  ])('names %s', (_, { answers }, ballot) => {
    expect(labelProblem(answers, ballot)?.where.line).toBe(answers.length);
  });

  test('takes what the judge can say, and pass and fail of any judge', () => {
    expect(labelProblem(labels(['a', 'good'], ['b', 'poor']).answers, CHOICES)).toBeUndefined();
    expect(labelProblem(labels(['a', true], ['b', 'fail']).answers, SCALE)).toBeUndefined();
    expect(labelProblem(labels(['a', 1], ['b', '4.5']).answers, SCALE)).toBeUndefined();
  });
});

describe('calibrateJudge', () => {
  const judged = (said: readonly (readonly [people: unknown, judge: string, pass?: boolean])[], ballot: Ballot) => {
    const { answers } = labels(...said.map(([people], index) => [`answer ${index}`, people] as const));
    const scores = said.map(([, verdict, pass = true]) => ({ scorer: 's', score: 1, pass, verdict, reason: 'r', cost: 0.01 }));
    return calibrateJudge(
      answers.map((labelled, index) => ({ labelled, score: scores[index]! })),
      ballot,
    );
  };

  test('gives the figures of a table that was computed elsewhere', () => {
    // https://en.wikipedia.org/wiki/Cohen%27s_kappa: κ 0.4.
    const said = [
      ...Array.from({ length: 20 }, () => ['good', 'good'] as const),
      ...Array.from({ length: 5 }, () => ['good', 'poor'] as const),
      ...Array.from({ length: 10 }, () => ['poor', 'good'] as const),
      ...Array.from({ length: 15 }, () => ['poor', 'poor'] as const),
    ];
    const calibration = judged(said, CHOICES);
    expect(calibration.kappa?.value).toBeCloseTo(0.4, 12);
    expect(calibration).toMatchObject({
      answers: 50,
      agreement: 0.7,
      weights: 'none',
      verdicts: ['good', 'poor'],
      counts: [
        [20, 5],
        [10, 15],
      ],
    });
    expect(calibration.disagreements).toHaveLength(15);
    expect(calibration.cost).toBeCloseTo(0.5, 12);
  });

  test('weighs figures by their distance, and takes 4.0 for 4', () => {
    const near = judged(
      [
        ['1', '1'],
        ['2', '3'],
        ['5.0', '5'],
        ['4', '4'],
      ],
      SCALE,
    );
    const far = judged(
      [
        ['1', '1'],
        ['2', '5'],
        ['5.0', '5'],
        ['4', '4'],
      ],
      SCALE,
    );
    expect(near).toMatchObject({ weights: 'quadratic', agreement: 0.75 });
    expect(near.kappa!.value).toBeGreaterThan(far.kappa!.value);
  });

  test('compares pass and fail with what we make of the score', () => {
    const calibration = judged(
      [
        [true, '5', true],
        [false, '1', false],
        [true, '2', false],
        [false, '2', false],
      ],
      SCALE,
    );
    expect(calibration).toMatchObject({
      verdicts: ['fail', 'pass'],
      counts: [
        [2, 0],
        [1, 1],
      ],
      weights: 'none',
    });
  });

  test('has no κ where there is one verdict only', () => {
    expect(
      judged(
        [
          ['good', 'good'],
          ['good', 'good'],
        ],
        CHOICES,
      ).kappa,
    ).toBeUndefined();
  });

  test('counts apart what the judge could not judge', () => {
    const { answers } = labels(['a', 'good'], ['b', 'good']);
    const calibration = calibrateJudge(
      [
        { labelled: answers[0]!, score: { scorer: 's', error: 'no verdict' } },
        { labelled: answers[1]!, score: { scorer: 's', score: 1, pass: true, verdict: 'good' } },
      ],
      CHOICES,
    );
    expect(calibration).toMatchObject({ answers: 1, errors: [{ message: 'no verdict', where: { line: 1 } }] });
  });
});

describe('calibrationProblem', () => {
  const [own, changed] = [digestOf('own'), digestOf('changed')];
  const kept = { suite: 'triage', scorer: 'helpful', digest: own, labels: own, answers: 50, kappa: 0.6, low: 0.5, high: 0.7 };
  const asked = { suite: 'triage', scorer: 'helpful', digest: own, labels: own, minKappa: 0.6 };

  test('lets a judge gate that agrees with people just enough, and any record be read again', () => {
    const read = parseCalibrations(calibrationsText([], [kept]));
    expect(read).toEqual([kept]);
    expect(calibrationProblem(asked, read ?? [])).toBeUndefined();
  });

  test.each([
    ['that was never compared', asked, [], /never compared/],
    ['that agrees too little', { ...asked, minKappa: 0.61 }, [kept], /κ 0\.6 \(0\.5…0\.7\), and 0\.61 is asked/],
    ['that changed', { ...asked, digest: changed }, [kept], /has changed since/],
    ['whose labels changed', { ...asked, labels: changed }, [kept], /labels of people have changed/],
    ['of another suite', { ...asked, suite: 'other' }, [kept], /never compared/],
  ] as const)('refuses a judge %s', (_, question, judges, message) => {
    expect(calibrationProblem(question, judges)).toMatch(message);
  });

  test('keeps one entry for a scorer, and reads no other file as one', () => {
    const text = calibrationsText([kept, { ...kept, scorer: 'other' }], [{ ...kept, kappa: 0.7 }]);
    expect(parseCalibrations(text)?.map(({ scorer, kappa }) => [scorer, kappa])).toEqual([
      ['helpful', 0.7],
      ['other', 0.6],
    ]);
    for (const foreign of ['', '{}', '{"calibration":2,"judges":[]}', text.replace('0.7', '"1"')])
      expect(parseCalibrations(foreign)).toBeUndefined();
  });
});
