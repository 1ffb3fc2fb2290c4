import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { failedCi, sampleCi, sampleFinding } from '../../../../test/support/ci-document.ts';
import { type CiDocument, ciDocument } from './ci-document.ts';
import { ciMarkdown } from './ci-markdown.ts';

const ROOM = { limit: 65_536 };

/** As GitHub reads it: raw HTML is let through, so that what gets past us would show. */
function html(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true, allowDangerousProtocol: true });
}

/** What a stranger may write wherever a document holds text. */
const ATTACKS = [
  '<img src=x onerror=alert(1)>',
  '</details></td></table><h1>Approved</h1>',
  '<!-- promptlane -->',
  '@everyone please merge',
  'cc @acme/security #12 GH-13 acme/prompts#14 !15 ~label &16 $17',
  '](javascript:alert(1))',
  '[click](https://evil.example) ![x](https://evil.example/x.png)',
  '[click]: https://evil.example',
  'https://evil.example www.evil.example mailto:eve@evil.example eve@evil.example',
  '`` ` code ``` fence `',
  '```\nfence\n```',
  '| a | b |\n|---|---|\n| c |',
  'line\r\nother\u2028third\u0085fourth',
  '# heading\n=====\n---',
  '--- \n1. list\n- item\n+ item\n* item\n> quote',
  '\u202eevil\u2066 \u200b@every\u200bone \u001b[31m',
  '&#64;everyone &lt;img src=x&gt; &lt;',
  '\\@everyone \\<img> \\',
  '$`\\href{javascript:alert(1)}{x}`$ $$x$$',
  ':tada: ~~gone~~ **bold** _it_ [^1]: note [^1] <https://evil.example>',
  '\ud800 lone',
  '../../../../eve/evil/blob/main/README.md',
  'prompts/./../../x',
  '   ',
  '',
];

/** A run in which every text that a stranger may have written is this one. */
function hostileCi(text: string): CiDocument {
  const place = { file: text, line: 1, column: 1, endLine: 1, endColumn: 1 };
  return sampleCi({
    verdict: 'failed',
    summary: text,
    against: text,
    commit: text,
    restricted: true,
    restrictedBecause: text,
    gates: [{ gate: 'check', status: 'failed', summary: text, exitCode: 3 }],
    changed: [{ prompt: text, change: 'changed', changes: [text, text] }],
    findings: [
      sampleFinding({ message: text, hint: text, rule: text, subject: text, place }),
      sampleFinding({ gate: 'check', message: text, hint: text, rule: text, subject: text, place }),
    ],
    evaluations: [
      {
        suite: text,
        prompt: text,
        outcome: 'failed',
        reason: text,
        baseline: text,
        cases: 1,
        scorers: [{ scorer: text, gates: true, score: 1 }],
        problems: [text],
      },
    ],
    plans: [
      {
        environment: text,
        moves: [{ prompt: text, from: text, to: text, changes: [text] }],
        refusals: [{ code: text, message: text, satisfy: text }],
      },
    ],
  });
}

/** What GitHub's filters would still link in the text around code. */
const LINKED = /(?:^|[^\w`])@\w|(?:^|\W)#\d|\w#\d|\bGH-\d|https?:\/\/|\bwww\.|(?:^|\W)[!~&$%]\w/i;

function expectHarmless(markdown: string, harmless: string): void {
  const page = html(markdown);
  const tags = [...page.matchAll(/<(\/?[a-z][a-z0-9]*)([^>]*)>/gi)];
  // The same elements as a run that nobody attacks, in the same number: nothing was opened, closed or added.
  const shape = (text: string) => [...text.matchAll(/<(\/?[a-z][a-z0-9]*)/gi)].map(([, name]) => name).join(' ');
  expect(shape(page)).toBe(shape(html(harmless)));
  const links = tags.filter(([, name]) => name === 'a').map(([, , attributes = '']) => /href="([^"]*)"/.exec(attributes)?.[1] ?? '');
  expect(links.filter((href) => !/^[\w.%/-]*#L1$/.test(href) || /(?:^|\/)\.{1,2}(?:\/|#)/.test(href))).toEqual([]);
  const prose = page
    .replace(/<code>.*?<\/code>/gs, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|amp|quot);/g, '.');
  expect(prose).not.toMatch(LINKED);
  expect(markdown).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u001b\r\u2028\u0085]/);
}

describe('a run as Markdown', () => {
  test('is what a reviewer reads', async () => {
    await expect(ciMarkdown(failedCi(), ROOM)).toMatchFileSnapshot('../../../../fixtures/ci/failed.md');
    await expect(ciMarkdown(sampleCi(), ROOM)).toMatchFileSnapshot('../../../../fixtures/ci/passed.md');
    expect(ciDocument.safeParse(failedCi()).error).toBeUndefined();
  });

  test('links files below an address where one is given', () => {
    expect(ciMarkdown(failedCi(), { ...ROOM, files: 'https://forge.example/acme/blob/f05/' })).toContain(
      '[`prompts/greet.prompt.yaml:12`](https://forge.example/acme/blob/f05/prompts/greet.prompt.yaml#L12)',
    );
  });

  test.each(ATTACKS)('gives %j no power', (attack) => {
    expectHarmless(ciMarkdown(hostileCi(attack), ROOM), ciMarkdown(hostileCi('x'), ROOM));
  });

  test('gives no mixture of them any power', () => {
    const harmless = ciMarkdown(hostileCi('x'), ROOM);
    const piece = fc.oneof(fc.constantFrom(...ATTACKS), fc.constantFrom('`', '|', '\\', '\n', '<', '>', '[', ']', '(', ')', '@', ' ', 'a'));
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) =>
        expectHarmless(ciMarkdown(hostileCi(pieces.join('')), ROOM), harmless),
      ),
      { numRuns: 200 },
    );
  });

  test('tells many findings by rule, with the first places of each', () => {
    const findings = Array.from({ length: 300 }, (_, index) => sampleFinding({ message: `Finding ${index}.` }));
    const text = ciMarkdown(failedCi({ findings }), ROOM);
    expect(text).toContain('× 300');
    expect(text).toContain('Finding 4.');
    expect(text).toContain('and 295 more');
    expect(text).not.toContain('Finding 5.');
  });

  test('gives text no power where findings are told by rule', () => {
    const many = (text: string) => {
      const { findings, ...document } = hostileCi(text);
      return ciMarkdown({ ...document, findings: Array.from({ length: 30 }, () => findings).flat() }, ROOM);
    };
    const harmless = many('x');
    for (const attack of ATTACKS) expectHarmless(many(attack), harmless);
  });

  test('keeps within its bytes, whatever it holds, and cuts no item', () => {
    const findings = Array.from({ length: 5_000 }, (_, index) => sampleFinding({ rule: `R${index}`, message: `Größe ${index} | 漢字` }));
    const whole = failedCi({
      findings,
      changed: Array.from({ length: 2_000 }, (_, index) => ({ prompt: `p${index}`, change: 'added', changes: [] })),
    });
    for (const limit of [65_536, 20_000, 5_000]) {
      const text = ciMarkdown(whole, { limit });
      expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(limit);
      expect(text).toMatch(/… and \d+ more in the report of the run\./);
      expect(text.split('\n').filter((line) => line.startsWith('|') && !line.endsWith('|'))).toEqual([]);
    }
    // A flood of one kind leaves room for the others.
    expect(ciMarkdown(whole, { limit: 20_000 })).toContain('### Evals (2)');
  });
});
