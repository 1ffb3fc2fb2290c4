import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildProgram } from '../../src/cli/program/program.ts';

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly language: string;
  readonly files?: string;
}

const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const hooks = parse(text('.pre-commit-hooks.yaml')) as Hook[];

/** `test/e2e/pre-commit.soak.ts` runs the whole way, from this repository to a commit; it takes minutes. */
describe('the manifest for pre-commit', () => {
  test.each(hooks.map((hook) => [hook.id, hook] as const))('%s runs a command that there is', (_id, { entry, language }) => {
    const [program, ...words] = entry.split(' ');
    expect([program, language]).toEqual(['promptlane', 'node']);
    const command = words.reduce(
      (parent, word) => parent.commands.find((one) => one.name() === word) ?? parent,
      buildProgram(() => async () => {}),
    );
    expect(command.name()).not.toBe('promptlane');
  });

  test('runs the hook also for a commit that only removes files, which pre-commit counts as none', () => {
    expect(hooks.find(({ id }) => id === 'promptlane-hook')).toMatchObject({ always_run: true, pass_filenames: false });
  });

  test.each([
    ['prompts/a.prompt.yaml', true],
    ['prompts/tone.partial.md', true],
    ['src/index.ts', false],
  ])('gives the check %s: %s', (path, isGiven) => {
    const check = hooks.find(({ id }) => id === 'promptlane-check');
    expect(new RegExp(check?.files ?? '').test(path)).toBe(isGiven);
  });

  test('can be packed: npm prints the name of the file and nothing of our build', () => {
    expect(text('.npmrc')).toMatch(/^foreground-scripts=false$/m);
  });
});
