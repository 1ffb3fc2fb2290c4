import { beforeAll, expect, test } from 'vitest';
import { runHere } from '../support/command-line.ts';
import { type TemporaryRepository, temporaryRepository } from '../support/git-repository.ts';

let repository: TemporaryRepository;
beforeAll(() => {
  repository = temporaryRepository();
  repository.write({ 'prompts/ask.prompt.yaml': 'model: fake/small\nmessages: [{ role: user, content: hi }]\n' });
});

test.each([
  [['--shard', '9/3'], /not "9\/3"/],
  [['--max-cost', '-1'], /--max-cost takes a number above 0/],
  [['--deadline', 'soon'], /--deadline takes a duration/],
  [['--concurrency', '0'], /--concurrency takes a whole number/],
  [['--offline', '--refresh'], /give one of them/],
  [[], /nothing to evaluate/],
])('eval %j says what is wrong with it before it looks for suites', async (flags, says) => {
  const { exitCode, stderr } = await runHere(['eval', ...flags], { cwd: repository.path });
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(says) });
});
