import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runHere } from '../support/command-line.ts';
import { temporaryWorkspace } from '../support/temporary-workspace.ts';

const UNTIDY = "messages:\n    - {role: user,  content: 'Hi {{name}}'}   # why\nmodel: openai/gpt-4o-mini\n";
const TIDY = 'model: openai/gpt-4o-mini\nmessages:\n  - { role: user, content: "Hi {{name}}" }   # why\n';

test('fmt --check names what is not in style, ends with 3, and changes nothing', async () => {
  const workspace = temporaryWorkspace({ 'prompts/a.prompt.yaml': UNTIDY });
  const checked = await runHere(['fmt', '--check'], { cwd: workspace.path });

  expect(checked).toMatchObject({ exitCode: 3 });
  expect(checked.stdout).toContain('prompts/a.prompt.yaml');
  expect(readFileSync(join(workspace.path, 'prompts/a.prompt.yaml'), 'utf8')).toBe(UNTIDY);
});

test('fmt lays files out, keeps the comment, and has nothing to do the second time', async () => {
  const workspace = temporaryWorkspace({ 'prompts/a.prompt.yaml': UNTIDY });
  expect(await runHere(['fmt'], { cwd: workspace.path })).toMatchObject({ exitCode: 0 });
  expect(readFileSync(join(workspace.path, 'prompts/a.prompt.yaml'), 'utf8')).toBe(TIDY);
  expect(await runHere(['fmt', '--check'], { cwd: workspace.path })).toMatchObject({ exitCode: 0 });
});

test('an editor sends a buffer and gets it back in style, or as it was with the reason', async () => {
  const workspace = temporaryWorkspace();
  const inEditor = (input: string) =>
    runHere(['fmt', '--stdin', '--stdin-filepath', 'prompts/a.prompt.yaml'], { cwd: workspace.path, input });

  expect(await inEditor(UNTIDY)).toMatchObject({ exitCode: 0, stdout: TIDY.trimEnd() });
  const broken = await inEditor('a: 1\na: 2\n');
  expect(broken).toMatchObject({ exitCode: 3 });
  expect(broken.stderr).toContain('prompts/a.prompt.yaml');
});
