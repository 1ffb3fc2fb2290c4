import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { htmlReport, type ReportPage } from '../../src/evals/report/formats/html/html-report.ts';
import { hasBrowser, openBrowser } from '../support/browser.ts';
import { temporaryFolder } from '../support/git-repository.ts';
import { joined, type ReportedSketch, reportedEvaluation } from '../support/reported-evaluation.ts';

// biome-ignore lint/suspicious/noTemplateCurlyInString: what a template of JavaScript would run.
const TEMPLATES = '{{ inputs.ticket | upcase }} <!-- ${document.title} --> ]]>';
const HOSTILE = [
  '<script>document.title = "taken"</script>',
  '</script><script>document.title = "taken"</script>',
  '<img src=x onerror="document.title=\'taken\'">',
  '\u202egnp.exe\u202c and \u001b[2J\u001b]0;taken\u0007',
  TEMPLATES,
];

let browser: Browser;
let context: BrowserContext;
let page: ReportPage;
beforeAll(async () => {
  if (!hasBrowser) return;
  page = builtPage();
  browser = await openBrowser();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
});
afterAll(() => browser?.close());

/** As the build makes it; in a process of its own, because the builder is no TypeScript. */
function builtPage(): ReportPage {
  const builder = new URL('../../esbuild.page.mjs', import.meta.url).href;
  const script = `const { reportPage } = await import(${JSON.stringify(builder)}); process.stdout.write(JSON.stringify(await reportPage()));`;
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd, encoding: 'utf8', maxBuffer: 1 << 26 }));
}

/** Opens a report from the disk, and keeps what the page says and asks for. */
async function opened(sketches: readonly ReportedSketch[], most?: number) {
  const evaluations = sketches.map(reportedEvaluation);
  const html = await joined(htmlReport({ evaluations, page, version: '1.2.3', ...(most !== undefined && { most }) }));
  const file = join(temporaryFolder().path, 'report.html');
  writeFileSync(file, html);
  const view = await context.newPage();
  const said: string[] = [];
  const asked: string[] = [];
  view.on('console', (message) => said.push(message.text()));
  view.on('pageerror', (error) => said.push(String(error)));
  view.on('request', (request) => asked.push(request.url()));
  const address = pathToFileURL(file).href;
  await view.goto(address);
  expect(asked).toEqual([address]);
  return { view, said, asked, address, html };
}

const rows = (view: Page) => view.locator('.rows .row');
const shownCount = (view: Page) => view.locator('.status').first().textContent();

const COMPARED: ReportedSketch = {
  now: { category: [1, 0, 1, 0, 1, 1], tone: [0.8, 0.5, 0.9, 1, 0.2, 1] },
  before: { category: [1, 1, 1, 0, 0, 1], tone: [0.8, 0.5, 0.7, 1, 0.6, 1] },
  labels: ['late parcel', 'broken cup', 'wrong size', 'lost card', 'odd bill', 'fine'],
  tags: [['edge'], [], ['edge'], [], [], []],
  answers: ['alpha', 'the cup is sold', 'gamma', 'delta', 'epsilon', 'zeta'],
};

describe.skipIf(!hasBrowser)('the page of a report', () => {
  test('opens from a disk, asks nobody for anything, and has no error to tell', async () => {
    const { view, said, asked, address } = await opened([COMPARED]);
    await expect.poll(() => rows(view).count()).toBeGreaterThan(0);
    expect(await view.getByRole('heading', { level: 1 }).textContent()).toBe('triage');
    await rows(view).first().click();
    expect({ said, asked }).toEqual({ said: [], asked: [address] });
    await view.close();
  });

  test('shows first what got worse, and finds cases by view, scorer, tag and text', async () => {
    const { view } = await opened([COMPARED]);
    expect(await shownCount(view)).toBe('2 of 6 cases');
    await view.getByRole('button', { name: 'All' }).click();
    expect(await shownCount(view)).toBe('6 cases');
    await view.getByLabel('Tag', { exact: true }).selectOption({ label: 'edge' });
    expect(await shownCount(view)).toBe('2 of 6 cases');
    await view.getByLabel('Tag', { exact: true }).selectOption({ label: 'All tags' });
    await view.getByLabel('Search cases').fill('CUP IS SOLD');
    expect(await shownCount(view)).toBe('1 of 6 cases');
    expect(await rows(view).first().textContent()).toContain('broken cup');
    await view.getByLabel('Search cases').fill('');
    await view.getByLabel('Scorer', { exact: true }).selectOption({ label: 'tone' });
    await view.getByRole('button', { name: 'Worse' }).click();
    expect(await shownCount(view)).toBe('1 of 6 cases');
    await view.close();
  });

  test('sorts by what a column says', async () => {
    const { view } = await opened([COMPARED]);
    await view.getByRole('button', { name: 'All' }).click();
    await view.getByRole('button', { name: 'tone', exact: true }).click();
    expect(await rows(view).first().textContent()).toContain('odd bill');
    await view.getByRole('button', { name: 'tone', exact: true }).click();
    expect(await view.getByRole('columnheader', { name: 'tone' }).getAttribute('aria-sort')).toBe('descending');
    await view.close();
  });

  test('is used by keys alone: a case opens, the next one follows, and Escape leads back', async () => {
    const { view } = await opened([COMPARED]);
    await view.locator('.rows').focus();
    await view.keyboard.press('ArrowDown');
    await view.keyboard.press('Enter');
    const dialog = view.getByRole('dialog');
    expect(await dialog.locator('h2').textContent()).toBe('broken cup');
    await view.keyboard.press('ArrowRight');
    expect(await dialog.locator('h2').textContent()).toBe('odd bill');
    await view.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    await view.close();
  });

  test('sets both answers side by side, with the words marked that differ', async () => {
    const { view } = await opened([COMPARED]);
    await rows(view).first().click();
    expect(await view.locator('.side.baseline del').allTextContents()).toEqual(['ok']);
    expect(await view.locator('.side.candidate ins').allTextContents()).toEqual(['the cup is sold']);
    await view.close();
  });

  test('takes nothing that a model or a dataset says for more than text', async () => {
    const count = HOSTILE.length;
    const { view, said, asked, address } = await opened([
      {
        now: { category: HOSTILE.map(() => 0) },
        before: { category: HOSTILE.map(() => 1) },
        answers: HOSTILE,
        labels: HOSTILE,
        inputs: HOSTILE,
        tags: HOSTILE.map((text) => [text]),
        suite: HOSTILE[1] ?? '',
      },
    ]);
    expect(await shownCount(view)).toBe(`${count} cases`);
    await rows(view).first().click();
    for (const hostile of HOSTILE.slice(0, 3)) {
      expect(await view.locator('.side.candidate .text').textContent()).toBe(hostile);
      await view.keyboard.press('ArrowRight');
    }
    const shown = await view.locator('.side.candidate .text').textContent();
    expect(shown).toBe('\\u{202e}gnp.exe\\u{202c} and \\u{1b}[2J\\u{1b}]0;taken\\u{7}');
    expect(await view.title()).not.toBe('taken');
    expect(await view.locator('#report img, #report script').count()).toBe(0);
    expect({ said, asked }).toEqual({ said: [], asked: [address] });
    await view.close();
  });

  test('lets no script run but its own, even where one is put into the page', async () => {
    const { view, said } = await opened([COMPARED]);
    await view.evaluate('document.body.append(Object.assign(document.createElement("script"), { textContent: "document.title = 1" }))');
    expect(await view.title()).toContain('triage');
    expect(said.join()).toContain('Content Security Policy');
    await view.close();
  });

  test('stays quick with 10,000 cases, of which only those in sight are elements', async () => {
    const scores = Array.from({ length: 10_000 }, (_, index) => (index % 50 === 0 ? 0 : 1));
    const { view } = await opened([{ now: { category: scores } }]);
    await view.getByRole('button', { name: 'All' }).click();
    expect(await shownCount(view)).toBe('10,000 cases');
    await view.locator('.rows').focus();
    await view.keyboard.press('End');
    expect(await rows(view).last().textContent()).toContain('ticket 9999');
    expect(await rows(view).count()).toBeLessThan(60);
    await view.close();
  });

  test('says what its bounds left out, and keeps the texts of what got worse', async () => {
    const scores = Array.from({ length: 40 }, (_, index) => (index === 39 ? 0 : 1));
    const answers = scores.map(() => 'word '.repeat(400));
    const { view, html } = await opened([{ now: { category: scores }, before: { category: scores.map(() => 1) }, answers }], 30_000);
    expect(html.length).toBeLessThan(30_000 + page.script.length + page.style.length + 10_000);
    expect(await view.locator('p.note').textContent()).toMatch(/^To keep this file small, \d+ cases are shown without their texts/);
    await rows(view).first().click();
    expect(await view.locator('.side.candidate .text').textContent()).toContain('word word');
    await view.close();
  });

  test('shows one of several evaluations at a time, and what could not be judged', async () => {
    const { view } = await opened([COMPARED, { now: { category: [] }, suite: 'empty' }]);
    await view.getByLabel('Evaluation').selectOption({ index: 1 });
    expect(await view.getByRole('heading', { level: 1 }).textContent()).toBe('empty');
    expect(await view.locator('#report').textContent()).toContain('This run says nothing about quality');
    await view.close();
  });

  test('sets the cells of a matrix side by side, and shows the one that is pressed', async () => {
    const { view, said } = await opened([
      { ...COMPARED, cell: 'openai/small' },
      { now: { category: [1], tone: [0.5] }, cell: HOSTILE[0] ?? '' },
      { now: { category: [1] }, suite: 'other' },
    ]);
    const table = view.getByRole('region', { name: 'Cells of the matrix' });
    expect(await table.getByRole('columnheader').allTextContents()).toEqual(['Cell', 'category', 'tone', 'cost', 'p50', 'p95', 'Verdict']);
    expect(await table.locator('tbody tr').count()).toBe(2);
    await table.getByRole('button', { name: HOSTILE[0] ?? '' }).click();
    expect(await table.locator('[aria-current]').textContent()).toBe(HOSTILE[0]);
    expect(await view.locator(':focus').textContent()).toBe(HOSTILE[0]);
    expect(await view.getByLabel('Evaluation').inputValue()).toBe('1');
    expect(await view.locator('.figures').textContent()).toContain('Cases1');
    await view.getByLabel('Evaluation').selectOption({ index: 2 });
    expect(await table.count()).toBe(0);
    expect(said).toEqual([]);
    await view.close();
  });
});
