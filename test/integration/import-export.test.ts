import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runHere, succeed } from '../support/command-line.ts';
import { temporaryWorkspace } from '../support/temporary-workspace.ts';

const folder = mkdtempSync(join(tmpdir(), 'promptlane-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const other = join(folder, 'other');
const cwd = join(folder, 'mine');
for (const path of [other, join(cwd, '.git')]) mkdirSync(path, { recursive: true });
const request = {
  model: 'gpt-4o-mini',
  stream: true,
  messages: [
    { role: 'system', content: 'You greet {{name}}.' },
    { role: 'user', content: 'Hello' },
  ],
};
writeFileSync(join(other, 'greet.json'), JSON.stringify(request, null, 2));
writeFileSync(join(other, 'README.md'), '# Notes');

describe('import and export', () => {
  test('bring a request in, list what is lost, and give it back', async () => {
    const imported = await succeed(['import', '../other'], { cwd });
    expect(imported).toBe(`Imported 1 file from OpenAI messages:
  + prompts/greet.prompt.yaml  from ../other/greet.json

1 loss:
  ../other/greet.json
    3:3      dropped stream  How the answer is delivered is no part of a prompt.

Not recognised: ../other/README.md

Next: promptlane check`);
    expect(await succeed(['check'], { cwd })).toContain('1 file: 0 errors');

    const { stdout, stderr, exitCode } = await runHere(['export', 'greet', '--to', 'openai'], { cwd });
    const { stream: _, ...kept } = request;
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual(kept);
  });

  test('write nothing when a loss must not be, and say so by the exit code', async () => {
    const { exitCode, stdout } = await runHere(['import', '../other', '--out', 'prompts/strict', '--fail-on-loss', '--json'], { cwd });
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'promptlane/import/v1',
      written: false,
      stopped: 'lossy',
      losses: [{ field: 'stream' }],
    });
    const refused = await runHere(['export', 'greet', '--to', 'anthropic', '--fail-on-loss'], { cwd });
    expect([refused.exitCode, refused.stdout]).toEqual([3, '']);
    expect(refused.stderr).toContain('changed model  The request names the model without its provider.');
  });

  test('write a folder of another tool, and never over what is there', async () => {
    await succeed(['export', '--to', 'langwatch', '--out', '../lw'], { cwd });
    expect(JSON.parse(readFileSync(join(folder, 'lw/prompts.json'), 'utf8'))).toEqual({
      prompts: { greet: 'file:prompts/greet.prompt.yaml' },
    });
    const again = await runHere(['export', '--to', 'langwatch', '--out', '../lw'], { cwd });
    expect([again.exitCode, again.stderr]).toEqual([7, expect.stringContaining('[import-clash]')]);
    await succeed(['export', '--to', 'langwatch', '--out', '../lw', '--force'], { cwd });
  });

  test('name the files that a printed prompt needs beside it', async () => {
    const project = temporaryWorkspace({
      'prompts/hello.prompt.yaml': 'model: openai/gpt-4o\nmessages:\n  - role: system\n    content: \'{% render "shared/tone" %}\'\n',
      'prompts/shared/tone.partial.md': 'Be kind.\n',
    });
    const { exitCode, stderr } = await runHere(['export', 'hello', '--to', 'dotprompt'], { cwd: project.path });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(
      /_tone\.prompt\n +dropped the file {2}The prompt needs it, and only one text is printed: write both with `--out`\./,
    );
  });
});
