import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { exitCode } from '../../src/base/exit-code.ts';
import { FAILURES } from '../../src/base/failure.ts';
import { buildProgram } from '../../src/cli/program/program.ts';
import { SCORER_NAMES, scorerParameters } from '../../src/evals/scorer/scorer-for.ts';
import { CHECK_NAMES } from '../../src/prompt/check/checks.ts';
import { PARAMETER_NAMES, TOP_LEVEL_KEYS } from '../../src/prompt/schema/keys.ts';
import { REFUSAL_CODES } from '../../src/release/plan.ts';
import { declaredEndpoints } from '../support/declared-endpoints.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const filesBelow = (folder: string, suffix: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(suffix))
    .map((name) => join(folder, name));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const FENCE = /^```.*\n([\s\S]*?)^```/gm;
const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'schemas/digest.md', ...filesBelow('docs', '.md')].map(
  (path) => {
    const text = read(path);
    const prose = text.replace(FENCE, '');
    const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
    const blocks = [...text.matchAll(FENCE)].map(([, block = '']) => block);
    return { path, text, prose, spans, code: [...spans, ...blocks] };
  },
);
const eachDocument = documents.map((document) => [document.path, document] as const);

/** The anchors of a page, as GitHub makes them of its headings. */
function anchorsOf(path: string): string[] {
  const headings = [
    ...read(path)
      .replace(FENCE, '')
      .matchAll(/^#+ (.+)$/gm),
  ];
  return headings.map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('docs/errors.md', () => {
  const lines = [...read('docs/errors.md').matchAll(/^\| `([a-z-]+)` \| ([a-z-]+) \| (\d+) \| .+ \| .+ \|$/gm)];

  test('has a line for every failure with its kind and exit code, and for nothing else', () => {
    const documented = lines.map(([, code, kind, exit]) => `${code} ${kind} ${exit}`);
    const catalogue = Object.entries(FAILURES).map(([code, { kind }]) => `${code} ${kind} ${exitCode(kind)}`);

    expect(documented).toEqual(catalogue.sort());
  });
});

describe('links', () => {
  test.each(eachDocument)('of %s lead somewhere', (path, { prose }) => {
    const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target).filter((target) => !/^https?:/.test(target));
    const dead = targets.filter((target) => {
      const [file = '', anchor] = target.split('#');
      const page = file === '' ? path : join(dirname(path), file);
      return !existsSync(join(root, page)) || (anchor !== undefined && !anchorsOf(page).includes(anchor));
    });

    expect(dead).toEqual([]);
  });
});

describe('commands', () => {
  const commands = buildProgram(() => async () => {}).commands;
  const names = [...commands.map((command) => command.name()), 'help'];

  test.each(eachDocument)('that %s names exist', (_path, { code }) => {
    const named = code.flatMap((text) => [...text.matchAll(/(?<![\w./-])promptlane ([a-z][a-z-]*)/g)].map(([, name = '']) => name));

    expect(named.filter((name) => !names.includes(name))).toEqual([]);
  });

  test.each(eachDocument)('of npm that %s names exist', (_path, { code }) => {
    const named = code.flatMap((text) =>
      [...text.matchAll(/npm (?:run ([a-z-]+)|(test)\b)/g)].map(([, script, test]) => script ?? test ?? ''),
    );

    expect(named.filter((script) => !Object.hasOwn(packageJson.scripts, script))).toEqual([]);
  });

  test('are all in the changelog', () => {
    const changelog = read('CHANGELOG.md');

    expect(commands.map((command) => command.name()).filter((name) => !new RegExp(`\\b${name}\\b`).test(changelog))).toEqual([]);
  });

  test('of the first screen of the README are the two that need nothing', () => {
    const shell = [...read('README.md').matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) => block);

    expect(shell).toEqual(['npm run demo\n', 'npm ci && npm test\n']);
  });
});

describe('paths', () => {
  test.each(eachDocument)('that %s names are there', (_path, { spans }) => {
    const named = spans.filter((span) => /^(?:src|test|schemas|fixtures|docs|bin)\/[\w./-]*$/.test(span));

    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('what a page lists', () => {
  const paths = declaredEndpoints.map(({ path }) => path);
  test.each([
    ['docs/releasing.md', 'refusal', REFUSAL_CODES],
    ['docs/prompt-files.md', 'check', CHECK_NAMES],
    ['docs/prompt-files.md', 'key of a prompt file', TOP_LEVEL_KEYS],
    ['docs/prompt-files.md', 'model parameter', PARAMETER_NAMES],
    ['docs/registry.md', 'route', paths],
  ] as const)('in %s is complete: every %s', (path, _what, names) => {
    const words = new Set(documents.find((document) => document.path === path)?.spans.flatMap((span) => span.split(/[\s,]+/)));

    expect(names.filter((name) => !words.has(name))).toEqual([]);
  });
});

describe('docs/scorers.md', () => {
  const sections = [...read('docs/scorers.md').matchAll(/^### (.+)\n([\s\S]*?)(?=^##|(?![\s\S]))/gm)].flatMap(
    ([, heading = '', text = '']) => [...heading.matchAll(/`([a-z0-9-]+)`/g)].map(([, name = '']) => ({ name, text })),
  );

  test('has one section for each scorer and for nothing else', () => {
    expect(sections.map(({ name }) => name).sort()).toEqual([...SCORER_NAMES].sort());
  });

  test.each(SCORER_NAMES)('says of %s what it compares, its parameters, its score, and what it does at the edges', (name) => {
    const { text = '' } = sections.find((section) => section.name === name) ?? {};
    const parts = [...text.matchAll(/^- \*\*(\w+)\*\* (?=\S)/gm)].map(([, part]) => part);
    expect(parts.slice(0, 4)).toEqual(['Compares', 'Parameters', 'Score', 'Edges']);

    const own = text.split(/^- \*\*Parameters\*\*/m)[1]?.split(/^- \*\*/m)[0] ?? '';
    const schema = z.toJSONSchema(scorerParameters(name) as z.ZodType, { unrepresentable: 'any', io: 'input' });
    const unsaid = Object.keys(schema.properties ?? {}).filter((parameter) => !new RegExp(`\\b${parameter}\\b`).test(own));
    expect(/\bas `/.test(own) ? [] : unsaid).toEqual([]);
  });
});

test('a decision names every package that the sources load', () => {
  const sources = filesBelow('src', '.ts').filter((path) => !path.endsWith('.test.ts'));
  const loaded = sources.flatMap((path) =>
    [...read(path).matchAll(/(?:^import |^export |^} )(?:.*\bfrom )?'([^'.][^']*)'|\bimport\('([^'.][^']*)'\)/gm)].map(
      ([, fixed, later = '']) => /^(?:@[^/]+\/)?[^/]+/.exec(fixed ?? later)?.[0] ?? '',
    ),
  );
  const packages = new Set(loaded.filter((name) => name in { ...packageJson.dependencies, ...packageJson.devDependencies }));
  const named = new Set(documents.filter(({ path }) => path.startsWith('docs/decisions/')).flatMap(({ spans }) => spans));

  expect([...packages].filter((name) => !named.has(name))).toEqual([]);
  // A pattern that meets nothing would hold nothing.
  expect(packages.size).toBeGreaterThan(20);
});

describe('the findings', () => {
  const source = filesBelow('src', '.ts')
    .filter((path) => !path.endsWith('.test.ts'))
    .map(read)
    .join('\n');
  const documented = [
    'docs/prompt-files.md',
    'docs/evals.md',
    'docs/datasets.md',
    'docs/rollouts.md',
    'docs/ci.md',
    'docs/hooks.md',
    'docs/eval-reports.md',
  ].flatMap((path) => {
    const [, findings = ''] = read(path).split(/^## Findings$/m);
    const cells = [...findings.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = '']) => cell);
    return cells.flatMap((cell) => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, rule = '']) => rule));
  });

  test('that are documented can be met', () => {
    expect(documented.filter((rule) => !source.includes(`'${rule}'`))).toEqual([]);
  });

  test('that can be met are documented, except those of the config', () => {
    const rules = [...source.matchAll(/\brule: '([a-z-]+)'/g)].map(([, rule = '']) => rule).filter((rule) => !rule.startsWith('config-'));

    expect([...new Set(rules)].filter((rule) => !documented.includes(rule))).toEqual([]);
  });
});
