import { Ajv2020 } from 'ajv/dist/2020.js';
import { Chalk } from 'chalk';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { evalRun } from '../../../../test/support/eval-run.ts';
import { joined, reportedEvaluation } from '../../../../test/support/reported-evaluation.ts';
import { digestOf } from '../../../base/digest.ts';
import { codeQuality } from '../../../base/report/code-quality.ts';
import { githubCommands } from '../../../base/report/github.ts';
import { sarifLog } from '../../../base/report/sarif.ts';
import { evaluationText } from '../../../cli/render/evaluate/evaluation.ts';
import { evaluationsJson } from '../../../cli/render/evaluate/evaluations.ts';
import { evaluationsDocument } from '../../../cli/render/evaluate/evaluations-document.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import { answeredCases, caseRecords, withRemovedCases } from '../case-record.ts';
import { csvRows } from './csv.ts';
import { evalFindings } from './findings.ts';
import { htmlReport } from './html/html-report.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';

const strict = { scorers: new Map([['category', { mean: { operator: '>=' as const, value: 0.9 } }]]) };
const failed = reportedEvaluation({
  now: { category: [1, 0, 'error', 0], tone: [1, 0.5, 1, 1] },
  before: { category: [1, 1, 1, 0], tone: [1, 1, 1, 1] },
  gate: strict,
});
const page = { script: 'show()', style: 'a{}' };

async function listed<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Half a surrogate pair, which no file in UTF-8 can hold. */
const LONE_SURROGATE = /\p{Cs}/u;

describe('case records', () => {
  test('are in the order of the dataset with their samples in order, whatever order answers came in and however few are held', async () => {
    const results = [2, 0, 1].flatMap((row) =>
      [1, 0].map((sample) => ({ caseId: `c${row}`, sample, label: `l${row}`, tags: [], scores: [], cached: false })),
    );
    const cases = async function* () {
      for (const row of [0, 1, 2]) yield { caseId: `c${row}`, id: `t${row}`, label: `l${row}`, tags: [] };
    };
    const read = async function* () {
      yield* results;
    };
    const shown = await listed(caseRecords(cases(), read, undefined, 2));
    expect(shown.map((record) => [record.case.id, record.candidate.map(({ sample }) => sample)])).toEqual([
      ['t0', [0, 1]],
      ['t1', [0, 1]],
      ['t2', [0, 1]],
    ]);
    expect((await listed(answeredCases(read))).map(({ caseId }) => caseId)).toEqual(['c2', 'c0', 'c1']);
  });
});

describe('CSV', () => {
  test('has a row for every answer of both runs, whole', async () => {
    const answers = ['a "quoted", text\nof two lines', 'x'.repeat(50_000)];
    const text = await joined(csvRows([reportedEvaluation({ now: { category: [1, 0] }, before: { category: [1, 1] }, answers })]));
    const read = parse(text, { columns: true }) as Record<string, string>[];
    expect(read.map(({ run, case: id, answer, file, line }) => [run, id, answer, file, line])).toEqual([
      ['candidate', 't1', answers[0], 'app/evals/triage.jsonl', '1'],
      ['baseline', 't1', 'ok', 'app/evals/triage.jsonl', '1'],
      ['candidate', 't2', answers[1], 'app/evals/triage.jsonl', '2'],
      ['baseline', 't2', 'ok', 'app/evals/triage.jsonl', '2'],
    ]);
    expect(read[2]).toMatchObject({
      'category.score': '0',
      'category.pass': 'false',
      'category.reason': 'expected "billing", got "sales"',
    });
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\n=1', '＝1', "'=1", '\r=1'])(
    'lets no spreadsheet take %j for a formula',
    async (text) => {
      const csv = await joined(csvRows([reportedEvaluation({ now: { category: [1] }, answers: [text], labels: [text] })]));
      const [row] = parse(csv, { columns: true }) as Record<string, string>[];
      for (const cell of [row?.answer, row?.label]) expect(cell).toMatch(/^(?:'|␍)/);
    },
  );

  test('holds nothing that a terminal acts on', async () => {
    const csv = await joined(csvRows([reportedEvaluation({ now: { category: [1] }, answers: ['\u001b[2J\u009b1m\u0000\u202e\ud800'] })]));
    expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(csv).not.toMatch(LONE_SURROGATE);
  });
});

describe('JUnit', () => {
  test('is red where the gate is: failing cases of other scorers are skipped, with their reasons', async () => {
    const xml = await junitReport([failed]);
    expect(xml).toContain('tests="9" failures="3" errors="1" skipped="1"');
    expect(xml).toMatch(/<testcase name="category mean &gt;= 0.9"|name="category mean &gt;= 0.9"/);
    expect(xml).toMatch(/classname="eval.triage.support\/triage.tone" name="ticket 1 \[t2\]"[^>]*><skipped/);
    expect(xml).toMatch(/file="app\/evals\/triage.jsonl" line="2"[^>]*><failure/);
  });

  test('tells what kept a run from being judged as errors', async () => {
    const xml = await junitReport([reportedEvaluation({ now: { category: [] } })]);
    expect(xml).toMatch(/name="candidate: no-cases"[^>]*><error type="no-cases"/);
  });

  test('holds any text, so that XML can be read', async () => {
    const hostile = ']]></failure><x y="\u0000\u001b\ud800&\uffff';
    const xml = await junitReport([
      reportedEvaluation({ now: { category: [0] }, gate: strict, answers: [hostile], labels: [hostile], suite: hostile }),
    ]);
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\uffff]/);
    expect(xml.match(/<x /)).toBeNull();
    expect(xml).not.toMatch(LONE_SURROGATE);
  });
});

describe('findings', () => {
  test('stand at the row of the case, the gate at the suite, what blocks as errors', async () => {
    const { findings } = await evalFindings([failed], '1.2.3');
    expect(findings.map(({ rule, severity, place }) => [rule, severity, place?.file, place?.range.line])).toEqual([
      ['eval-failed', 'error', 'app/evals/triage.eval.yaml', 1],
      ['case-regressed', 'error', 'app/evals/triage.jsonl', 2],
      ['case-failed', 'error', 'app/evals/triage.jsonl', 4],
      ['case-regressed', 'warning', 'app/evals/triage.jsonl', 2],
      ['case-errored', 'warning', 'app/evals/triage.jsonl', 3],
    ]);
  });

  test('are bounded, and say what was left out', async () => {
    const { findings } = await evalFindings(
      [reportedEvaluation({ now: { category: Array.from({ length: 1_200 }, () => 0) }, gate: strict })],
      '1.2.3',
    );
    expect(findings).toHaveLength(1_001);
    expect(findings.at(-1)?.message).toMatch(/^201 more findings/);
  });
});

describe('Markdown', () => {
  test('says the verdict first, then what the gate asked, what got worse and how to repeat it', () => {
    const text = markdownReport([failed.report], '1.2.3');
    const places = ['❌ `triage` on `support/triage` failed', '| ❌ | `category` |', '**New failures (2)**', 'How to repeat it'].map(
      (part) => text.indexOf(part),
    );
    expect(places).toEqual([...places].sort((left, right) => left - right));
    expect(places.every((place) => place >= 0)).toBe(true);
  });

  test('fits a comment, however much there is to tell', () => {
    const scores = Array.from({ length: 3_000 }, () => 0);
    const labels = scores.map((_, index) => `${index} ${'long '.repeat(60)}`);
    const { report } = reportedEvaluation({ now: { category: scores }, before: { category: scores.map(() => 1) }, labels, gate: strict });
    const text = markdownReport(
      Array.from({ length: 30 }, () => report),
      '1.2.3',
    );
    expect(new TextEncoder().encode(text).length).toBeLessThan(60_000);
    expect(text).toContain('30 evaluations: 0 passed, 30 failed');
  });

  test('sets the cells of a matrix side by side, and says nothing of what could not be judged', () => {
    const cells = [
      { cell: 'openai/small', now: { category: [1, 0], 'a|b': [0, 0] }, gate: strict },
      { cell: 'openai/large|x', now: { category: [1, 1], 'a|b': [0, 1] } },
      { cell: 'empty', now: { category: [], 'a|b': [] } },
    ].map((sketch) => reportedEvaluation(sketch).report);
    const text = markdownReport(cells, '1.2.3');
    expect(text.slice(0, text.indexOf('###')).split('\n').slice(2)).toEqual([
      '**`triage` on `support/triage` by cell**',
      '',
      '| cell | category | a\\|b | cost | p50 | p95 | verdict |',
      '|---|--:|--:|--:|--:|--:|---|',
      '| `openai/small` | 0.5 | 0 | $0.002 | 800 ms | 800 ms | failed |',
      '| `openai/large\\|x` | 1 | 0.5 | $0.002 | 800 ms | 800 ms | passed |',
      '| `empty` | - | - | $0.00 | - | - | invalid |',
      '',
      '',
    ]);
    expect(markdownReport([cells[0] as (typeof cells)[number]], '1.2.3')).not.toContain('by cell');
  });

  test('gives no power to what a model or a dataset says', () => {
    const hostile = '@everyone #1 ![x](http://evil.example) <img src=x> ``` | </details> ::error::x https://evil.example';
    const { report } = reportedEvaluation({ now: { category: [0] }, gate: strict, labels: [hostile], suite: hostile });
    const prose = markdownReport([report], '1.2.3').replaceAll(/(`+)[^\n]*?\1/g, '');
    expect(prose).not.toMatch(/@everyone|(?<!\\)<img|!\[x\]\(|https:\/\/evil|(?<!\\)\|[^|\n]*<\/details> /);
  });
});

describe('HTML', () => {
  test('has one script and one style, both named by their hashes, and data that no text can end', async () => {
    const evil = '</script><!--<script>alert(1)</script>';
    const html = await joined(
      htmlReport({
        evaluations: [reportedEvaluation({ now: { category: [0] }, answers: [evil], labels: [evil] })],
        page,
        version: '1.2.3',
      }),
    );
    expect(html).toContain("default-src 'none'");
    expect(html.match(/<script>/g)).toHaveLength(1);
    expect(html.match(/<\/script>/g)).toHaveLength(3);
    expect(html).not.toContain('<!--');
  });

  test('gives back every text as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (text) => {
        const html = await joined(
          htmlReport({ evaluations: [reportedEvaluation({ now: { category: [1] }, answers: [text] })], page, version: '1' }),
        );
        const [, data = ''] = /class="evaluation">([\s\S]*?)<\/script>/.exec(html) ?? [];
        expect(JSON.parse(data).cases[0].texts.now[0].answer.text).toBe(text);
      }),
      { numRuns: 30 },
    );
  });
});

describe('JSON', () => {
  test.each([
    ['compared', failed],
    ['invalid', reportedEvaluation({ now: { category: [] } })],
    ['alone', reportedEvaluation({ now: { category: [1, 0] } })],
  ] as const)('is what the published schema says: %s', (_name, { report }) => {
    const accepts = new Ajv2020({ strict: false, validateFormats: false }).compile(z.toJSONSchema(evaluationsDocument, { io: 'output' }));
    accepts(JSON.parse(evaluationsJson([report])));
    expect(accepts.errors).toBeNull();
  });
});

describe('every form for people and for CI', () => {
  const rule = { maxDrop: 0.05, confidence: 0.95, onInconclusive: 'warn' } as const;
  const sketch = { now: { helpful: [1, 0] }, gate: { scorers: new Map([['helpful', { regression: rule }]]) } };
  const judge = { prompt: 'judges/helpful' as PromptId, promptDigest: digestOf('judge'), model: 'openai/gpt-4o' };

  function judged() {
    const evaluation = reportedEvaluation(sketch);
    const { report } = evaluation;
    const { cost } = report.candidate;
    return {
      ...evaluation,
      report: {
        ...report,
        candidate: { ...report.candidate, cell: 'small, cold', filter: 'tag edge', cost: { ...cost, judging: 0.25, total: 0.5 } },
        scorers: report.scorers.map((scorer) => ({ ...scorer, judge })),
      },
    };
  }

  test.each([
    ['markdown', async () => markdownReport([judged().report], '1.2.3')],
    ['junit', () => junitReport([judged()])],
    ['text', async () => evaluationText(judged().report, new Chalk({ level: 0 }), 120)],
  ])('says the cell, that only some cases were asked, who judged for how much, and what was not judged: %s', async (_, form) => {
    const text = await form();
    for (const said of ['small, cold', 'tag edge', 'judges/helpful', 'openai/gpt-4o', '0.25', 'there is no baseline']) {
      expect(text).toContain(said);
    }
    expect(text).not.toContain('no gate');
  });

  test('has nothing to say of a case that only the baseline had, but where both are listed', async () => {
    const evaluation = reportedEvaluation({ now: { category: [0] }, before: { category: [1] } });
    const gone = evalRun({ scores: { category: [1, 1] } }).results;
    const records = () =>
      withRemovedCases(evaluation.records(), async function* () {
        yield* gone;
      });
    const whole = { ...evaluation, records };
    const plain = await evalFindings([evaluation], '1.2.3');
    expect((await evalFindings([whole], '1.2.3')).findings).toEqual(plain.findings);
    expect(await junitReport([whole])).toBe(await junitReport([evaluation]));
    expect((await joined(csvRows([whole]))).split('\r\n')).toHaveLength(5);
    expect(await joined(htmlReport({ evaluations: [whole], page: { script: '', style: '' }, version: '1' }))).toContain(
      '"change":"removed"',
    );
  });

  test('place what is found in no file where none is known', async () => {
    const { file: _, ...nowhere } = reportedEvaluation({
      now: { category: [0] },
      gate: { scorers: new Map([['category', { mean: { operator: '>=', value: 1 } }]]) },
    });
    const report = await evalFindings([nowhere], '1.2.3');
    expect(report.findings[0]?.place).toBeUndefined();
    expect(JSON.stringify(sarifLog(report))).not.toContain('"uri":""');
    expect(codeQuality(report).map(({ location }) => location)).not.toContainEqual(expect.objectContaining({ path: '' }));
    expect(githubCommands(report)).not.toContain('file=,');
  });
});
