import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CiDocument, ciDocument } from '../../src/workflows/ci/document/ci-document.ts';
import { runHere, succeed } from '../support/command-line.ts';
import { type FakeOpenAI, fakeOpenAI } from '../support/fake-openai.ts';
import { lockWorkspace } from '../support/in-process.ts';
import { runningRegistry } from '../support/running-registry.ts';
import { promptText, suiteFiles, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

type Variables = Readonly<Record<string, string>>;

async function ci({ path: cwd }: TemporaryWorkspace, args: readonly string[] = [], env: Variables = {}): Promise<CiDocument> {
  const { stdout, stderr } = await runHere(['ci', '--json', ...args], { cwd, env });
  if (stdout === '') throw new Error(stderr);
  return ciDocument.parse(JSON.parse(stdout));
}

const gateOf = ({ gates }: CiDocument, name: string) => gates.find(({ gate }) => gate === name);
const inputs = (text: string) => text.replace('question: {', 'name: { type: string }\n  question: {');

describe('the answers that ci judges', () => {
  let provider: FakeOpenAI;
  let workspace: TemporaryWorkspace;
  beforeEach(async () => {
    // Polite while the prompt says so.
    provider = await fakeOpenAI({
      treat: ({ body }) => ({ kind: 'answer', text: JSON.stringify(body.messages).includes('greet') ? 'Answer: hello' : 'go away' }),
    });
    workspace = temporaryWorkspace(suiteFiles(provider.url, 4));
    await lockWorkspace(workspace);
    workspace.commit({}, 'Lock');
    workspace.git('checkout', '--quiet', '-b', 'topic');
  });
  afterEach(() => provider.close());

  async function changed(text: string): Promise<void> {
    workspace.write({ 'prompts/greet.prompt.yaml': promptText(text) });
    await lockWorkspace(workspace);
    workspace.commit({}, 'Change');
  }

  test('let a change pass that needs an eval and passed it', async () => {
    await changed('You greet all people.');
    const document = await ci(workspace, ['--fail-on', 'warnings']);
    expect(document).toMatchObject({ verdict: 'passed', evaluations: [{ outcome: 'passed', scorers: [{ scorer: 'polite', score: 1 }] }] });
    expect(document.findings.find(({ rule }) => rule === 'E505')).toMatchObject({ severity: 'info' });
  });

  test('are claims where a stranger brings them, and no eval that a change needs', async () => {
    workspace.write({ 'prompts/greet.prompt.yaml': promptText('You greet all people.') });
    await succeed(['eval', '--record', 'cassettes/greeting.jsonl', '--no-cache'], { cwd: workspace.path });
    await lockWorkspace(workspace);
    workspace.commit({}, 'Change, with answers');
    const document = await ci(workspace, ['--restricted', '--fail-on', 'eval,breaking,warnings']);
    expect(document).toMatchObject({ verdict: 'failed', evaluations: [{ outcome: 'passed' }] });
    expect(document.findings.find(({ gate }) => gate === 'eval')).toMatchObject({
      rule: 'own-cassette',
      place: { file: 'cassettes/greeting.jsonl' },
    });
    expect(document.findings.find(({ rule }) => rule === 'E505')).toMatchObject({ severity: 'warning' });
  });

  test('fail a change that makes them worse, at the lines that changed', async () => {
    await changed('You dismiss people.');
    const document = await ci(workspace);
    expect(document).toMatchObject({ verdict: 'failed', exitCode: 6, summary: 'Failed: eval.' });
    expect(document.evaluations).toMatchObject([{ outcome: 'failed', reason: 'the prompt changed', scorers: [{ score: 0 }] }]);
    const [finding] = document.findings.filter(({ gate }) => gate === 'eval');
    const needs = document.findings.find(({ rule }) => rule === 'E505');
    expect(finding).toMatchObject({ rule: 'eval-failed', severity: 'error', subject: 'greet', place: needs?.place });
  });

  test('are asked for no suite that the change does not touch, unless all are wanted', async () => {
    workspace.commit({ 'prompts/answer.prompt.yaml': promptText('You answer.') });
    expect(await ci(workspace)).toMatchObject({ evaluations: [], unaffected: [{ suite: 'greeting' }] });
    expect(provider.requests).toHaveLength(0);
    expect(await ci(workspace, ['--suites', 'all'])).toMatchObject({ evaluations: [{ reason: 'all suites were asked for' }] });
  });

  test('are trouble and no verdict where a pinned baseline is not to be had', async () => {
    await changed('You greet all people.');
    const lock = workspace.text('promptlane.lock') ?? '';
    const pinned = lock.replace(/^ {2}development:/m, '  production:').replaceAll(/(digest: sha256:|blob: )[0-9a-f]{8}/g, '$1deadbeef');
    workspace.commit({ 'promptlane.lock': `${lock}${pinned.slice(pinned.indexOf('  production:'))}` });
    const document = await ci(workspace);
    expect(gateOf(document, 'eval')).toMatchObject({ status: 'trouble' });
    expect(document.evaluations).toMatchObject([{ outcome: 'invalid', problems: [expect.stringContaining('content is not at hand')] }]);
  });
});

describe('the plan that ci asks for', () => {
  test('fails a pin that policy refuses, and takes what is only to be pushed for none', async () => {
    const registry = await runningRegistry();
    try {
      const workspace = temporaryWorkspace();
      await lockWorkspace(workspace);
      workspace.commit({}, 'Lock');
      const env = { PROMPTLANE_REGISTRY_URL: registry.url, PROMPTLANE_TOKEN: registry.token };
      await succeed(['push'], { cwd: workspace.path, env });
      workspace.git('checkout', '--quiet', '-b', 'topic');
      workspace.write({ 'prompts/greet.prompt.yaml': inputs(promptText('You greet all people.')) });
      await lockWorkspace(workspace);
      workspace.commit({}, 'Change');
      const pushedLater = await ci(workspace, ['--plan-out', 'plan.json'], env);
      expect(gateOf(pushedLater, 'plan')).toMatchObject({ status: 'passed', summary: '1 pin moves.' });
      expect(JSON.parse(workspace.text('plan.json') ?? '')).toMatchObject({ schema: 'promptlane/plan/v1' });

      const lock = workspace.text('promptlane.lock') ?? '';
      const [answer = ''] = /^ {4}answer:\n(?: {6,}.*\n)+/m.exec(lock) ?? [];
      workspace.write({ 'promptlane.lock': `${lock}  production:\n${answer}` });
      const refused = await ci(workspace, [], env);
      expect(refused).toMatchObject({ verdict: 'failed', exitCode: 8 });
      expect(refused.findings.find(({ gate, severity }) => gate === 'plan' && severity === 'error')).toMatchObject({
        rule: 'not-in-previous',
        subject: 'answer',
      });

      // What was refused before this change is not this change's fault.
      workspace.commit({}, 'Promote');
      workspace.git('checkout', '--quiet', '-b', 'later');
      expect(gateOf(await ci(workspace, ['--against', 'topic'], env), 'plan')).toMatchObject({ status: 'warned' });
      expect(gateOf(await ci(workspace, ['--restricted'], env), 'plan')).toMatchObject({ status: 'skipped' });
      const gone = { ...env, PROMPTLANE_REGISTRY_URL: 'http://127.0.0.1:9' };
      expect(gateOf(await ci(workspace, [], gone), 'plan')).toMatchObject({ status: 'trouble', exitCode: 9 });
    } finally {
      await registry.stop();
    }
  });
});
