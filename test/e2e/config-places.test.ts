import { expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { temporaryFolder } from '../support/git-repository.ts';

/** The search is a package's, and what a bundler makes of it only the built program shows. */
test.each([
  ['promptlane.config.yaml', 'prompts: elsewhere\n'],
  ['promptlane.config.yml', 'prompts: elsewhere\n'],
  ['promptlane.config.json', '{ "prompts": "elsewhere" }'],
  ['.promptlanerc', 'prompts: elsewhere\n'],
  ['package.json', '{ "promptlane": { "prompts": "elsewhere" } }'],
])('the built program reads a config in %s', async (name, text) => {
  const folder = temporaryFolder();
  folder.write({ [name]: text });
  const { stdout } = await runCli(['config', 'explain', 'prompts'], { cwd: folder.path });
  expect(stdout).toContain(`prompts = ["elsewhere"]  ${name}:1`);
});
