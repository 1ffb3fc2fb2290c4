import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RULES, type Rule } from '../../src/prompt/breaking/rules.ts';

const page = readFileSync(new URL('../../docs/breaking-changes.md', import.meta.url), 'utf8');

test('docs/breaking-changes.md has exactly the rules of the source', () => {
  const documented = page.split('\n').filter((line) => /^\| `[BEN]\d/.test(line));
  const rules: [string, Rule][] = Object.entries(RULES);

  expect(documented).toEqual(
    rules.map(([id, { name, class: kind, level, why, mend }]) => `| \`${id}\` | \`${name}\` | ${kind} | ${level} | ${why} | ${mend} |`),
  );
});
