import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

test('every attack of docs/security.md has a test with its number, and every such test a line there', () => {
  const listed = [...readFileSync(join(root, 'docs/security.md'), 'utf8').matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number));
  const tests = ['src', 'test'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  );
  const tried = new Set(tests.flatMap((text) => [...text.matchAll(/['`]attack (\d+): /g)].map(([, number]) => Number(number))));
  expect(listed).toEqual(Array.from({ length: listed.length }, (_, index) => index + 1));
  expect([...tried].sort((one, other) => one - other)).toEqual(listed);
});
