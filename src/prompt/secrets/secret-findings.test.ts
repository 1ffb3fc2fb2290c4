import { expect, test } from 'vitest';
import { secretFindings } from './secret-findings.ts';

// In two parts, so that no scanner takes this file for a leak.
const KEY = `sk-${'proj-Ab3dEf6hIj9kLmNoPqRsTuVwXy12Z'}`;

test('a secret is placed, and its message holds four characters of it', () => {
  const [finding, ...more] = secretFindings([{ path: 'prompts/a.prompt.yaml', text: `description: x\nnote: ${KEY}\n` }]);
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ file: 'prompts/a.prompt.yaml', rule: 'secret-found', severity: 'error', range: { line: 2, column: 7 } });
  expect(finding?.message).toBe(`This is an OpenAI key (sk-p…, ${KEY.length} characters).`);
  expect(JSON.stringify(finding)).not.toContain(KEY.slice(0, 8));
});

test.each([
  ['on its own line', `note: ${KEY} # promptlane:ignore secret-found revoked in 2024`],
  ['on the line before', `# promptlane:ignore secret-found revoked in 2024\nnote: ${KEY}`],
  ['in Markdown', `<!-- promptlane:ignore secret-found revoked -->\n${KEY}`],
  ['with other rules', `note: ${KEY} # promptlane:ignore B101,secret-found revoked`],
])('a comment %s accepts it', (_where, text) => {
  expect(secretFindings([{ path: 'a', text }])).toEqual([]);
});

test.each([
  ['gives no reason', `note: ${KEY} # promptlane:ignore secret-found`],
  ['gives no reason in Markdown', `<!-- promptlane:ignore secret-found -->\n${KEY}`],
  ['names another rule', `note: ${KEY} # promptlane:ignore B101 because`],
  ['stands two lines above', `# promptlane:ignore secret-found old\n\nnote: ${KEY}`],
])('a comment that %s accepts nothing', (_what, text) => {
  expect(secretFindings([{ path: 'a', text }])).toHaveLength(1);
});
