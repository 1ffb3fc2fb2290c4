import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FakeGitHub, fakeGitHub } from '../support/fake-github.ts';
import { temporaryFolder } from '../support/git-repository.ts';
import { BREAKING, type ProposedChange, proposedChange, stepOn } from '../support/proposed-change.ts';
import { actionManifest, type WorkflowStep } from '../support/workflow-step.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const COMMITTED = join(ROOT, '.github/action');
const built = temporaryFolder();
const main = actionManifest().runs.main.replace('.github/action', built.path);

beforeAll(() => {
  execFileSync(process.execPath, [join(ROOT, 'esbuild.action.mjs'), built.path], { stdio: ['ignore', 'ignore', 'inherit'] });
});

let github: FakeGitHub;
beforeEach(async () => {
  github = await fakeGitHub();
});
afterEach(() => github.close());

const proposed = (files: Readonly<Record<string, string>>) => proposedChange(github, files);
const step = (workspace: ProposedChange, rest: Partial<WorkflowStep> = {}) => stepOn(github, workspace, { main, ...rest });

const NOTHING = Buffer.alloc(0);

/** Every file below a folder, by its name there. */
function filesOf(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path)]));
}

describe('the bundle', () => {
  test('is what the sources make: run `npm run bundle` and commit .github/action', () => {
    const committed = filesOf(COMMITTED);
    const made = filesOf(built.path);
    const stale = [...new Set([...committed.keys(), ...made.keys()])].filter(
      (name) => !committed.get(name)?.equals(made.get(name) ?? NOTHING),
    );
    expect(stale.slice(0, 5)).toEqual([]);
  });

  test('names no folder of the machine that built it, and needs no package', () => {
    const texts = [...filesOf(built.path).values()].map(String);
    const naming = (what: string) => texts.filter((text) => text.includes(what)).length;
    expect({
      root: naming(ROOT),
      map: naming('//# sourceMappingURL'),
      sqlite: naming('from"@photostructure'),
      server: naming('from"fastify'),
    }).toEqual({
      root: 0,
      map: 0,
      sqlite: 0,
      server: 0,
    });
  });
});

describe('on a pull request', () => {
  test('a blocked change fails the step, annotates its line, and is told in one comment that the next run brings up to date', async () => {
    const workspace = await proposed(BREAKING);
    const first = await step(workspace);
    expect(first).toMatchObject({
      exitCode: 4,
      outputs: { result: 'failed', 'exit-code': '4', changed: '1', 'breaking-count': '1', 'lock-status': 'outdated' },
    });
    const line = BREAKING['prompts/greet.prompt.yaml'].split('\n').findIndex((text) => text.includes('city')) + 1;
    expect(first.annotations).toContainEqual(expect.stringMatching(new RegExp(`^error prompts/greet\\.prompt\\.yaml:${line} .*B10`)));
    expect(first.summary).toContain('Promptlane');
    expect(github.comments.map(({ login }) => login)).toEqual(['github-actions[bot]']);
    expect(github.comments[0]?.body).toContain('city');
    expect(first.outputs['comment-url']).toBe('https://github.com/acme/prompts/pull/7#issuecomment-1000');

    // A stranger's comment with our marker, older than ours.
    const marker = github.comments[0]?.body.split('\n')[0];
    github.comments.unshift({ id: 999, pullRequest: 7, login: 'mallory', body: `${marker}\nAll is well.` });
    workspace.git('reset', '--quiet', '--hard', 'main');
    const headSha = workspace.commit({ 'README.md': 'Prompts.\n' });
    if (github.pullRequests[0]) github.pullRequests[0].headSha = headSha;
    const second = await step({ ...workspace, headSha });
    expect(second).toMatchObject({ exitCode: 0, outputs: { result: 'passed', changed: '0' } });
    expect(github.comments.map(({ login }) => login)).toEqual(['mallory', 'github-actions[bot]']);
    expect(github.comments[0]?.body).toBe(`${marker}\nAll is well.`);
    expect(github.comments[1]?.body).not.toContain('city');
  });

  test('neither the token nor a file of the runner reaches what the log shows, and nothing of the checkout runs', async () => {
    const workspace = await proposed({
      ...BREAKING,
      'node_modules/.bin/promptlane': '#!/bin/sh\ntouch ran\n',
      'promptlane.config.js': 'require("node:fs").writeFileSync("ran", "")\n',
    });
    const { log } = await step(workspace, { env: { GITHUB_TOKEN: 'ghs_job', ACTIONS_RUNTIME_TOKEN: 'rt_secret' } });
    expect(log.replace('::add-mask::ghs_job\n', '')).not.toMatch(/ghs_job|rt_secret/);
    expect(workspace.text('ran')).toBeUndefined();
  });
});
