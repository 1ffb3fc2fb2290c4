import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPrompt } from '../../src/workflows/authoring/create-prompt.ts';
import { init } from '../../src/workflows/authoring/init.ts';
import { treeOf } from '../../src/workflows/versions/tree.ts';
import { openWorkspace } from '../../src/workspace/config/open-workspace.ts';
import { listSources } from '../../src/workspace/files/list-sources.ts';
import { temporaryFolder } from '../support/git-repository.ts';
import { startLanguageServer } from '../support/language-server.ts';

const folder = temporaryFolder().path;
const text = (path: string) => readFileSync(join(folder, path), 'utf8');
const modelineTo = (kind: string) => `# yaml-language-server: $schema=../schemas/promptlane/${kind}.schema.json\n`;
const DIGEST = `sha256:${'a'.repeat(64)}`;

let server: Awaited<ReturnType<typeof startLanguageServer>>;

beforeAll(async () => {
  await init({ directory: folder, bare: false, programAt: () => 'promptlane' });
  server = await startLanguageServer(folder);
});
afterAll(() => server.stop());

/** A text with `|` where the cursor is, with that place. */
function withCursor(marked: string) {
  const before = marked.slice(0, marked.indexOf('|'));
  return { text: marked.replace('|', ''), line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}

async function completionsIn(path: string, marked: string): Promise<readonly string[]> {
  const { text: content, line, column } = withCursor(marked);
  return (await server.open(path, content)).completions(line, column);
}

describe('an editor finds nothing wrong', () => {
  test.each(['prompts/support/triage.prompt.yaml', 'evals/triage.eval.yaml', 'promptlane.config.yaml'])(
    'with %s of the sample',
    async (path) => {
      expect(text(path)).toMatch(/^# yaml-language-server: \$schema=/);
      expect((await server.open(path, text(path))).problems).toEqual([]);
    },
  );

  test('with a prompt that `new` wrote, and knows its schema', async () => {
    const workspace = await openWorkspace({ cwd: folder });
    const path = await createPrompt({ id: 'support/deep/reply' }, workspace, treeOf(await listSources(workspace)));
    expect(text(path)).toMatch(/^# yaml-language-server: \$schema=\.\.\/\.\.\/\.\.\/schemas\/promptlane\/prompt\.schema\.json\n/);
    expect((await server.open(path, text(path))).problems).toEqual([]);
    const broken = path.replace('reply', 'broken');
    expect((await server.open(broken, text(path).replace('temperature: 0.2', 'temperature: hot'))).problems).toEqual([
      expect.stringMatching(/^\d+:16 Incorrect type\. Expected "number"\.$/),
    ]);
  });
});

describe('an editor shows what is wrong, where it stands', () => {
  test.each([
    ['prompt', 'messages:\n  - { role: sytem, content: hi }\n', '3:13 Value is not accepted'],
    ['prompt', 'messages: [{ role: user, content: hi }]\nguardrails:\n  - { uses: max-length, value: ten }\n', '4:32 Incorrect type'],
    ['guardrail-set', 'checks:\n  - { uses: not-contains }\n', '3:5 Missing property "value"'],
    ['suite', 'suite: s\nprompts: [a]\ndataset: d.jsonl\nscorers:\n  - { uses: latency, max: 2 }\n', '6:27 Incorrect type'],
    [
      'rollout',
      'prompt: a\nenvironment: production\nmode: canary\nseed: s\nunit: userId\ncontrol: 3f9a\nvariants: []\n',
      '7:10 String does not match',
    ],
    [
      'monitor',
      'monitor: m\ntarget: { prompt: a, environment: e }\nscorers: [{ uses: is-json }]\nsample: 2\n',
      '5:9 Value is above the maximum',
    ],
    ['config', 'registry: { urll: x }\n', '2:13 Property urll is not allowed'],
  ])('in a %s file', async (kind, body, expected) => {
    const { problems } = await server.open(`prompts/wrong-${expected.replaceAll(/\W/g, '-')}.${kind}.yaml`, modelineTo(kind) + body);
    expect(problems.join('\n')).toContain(expected);
  });
});

describe('an editor offers', () => {
  test('the keys of a prompt, and a whole one', async () => {
    const offered = await completionsIn('prompts/new.prompt.yaml', `${modelineTo('prompt')}name: x\n|\n`);
    expect(offered).toEqual(expect.arrayContaining(['messages', 'modelParameters', 'inputs', 'guardrails', 'jsonSchema']));
    expect(await completionsIn('prompts/empty.prompt.yaml', `${modelineTo('prompt')}|\n`)).toContain('prompt');
  });

  test('the roles of a message', async () => {
    const offered = await completionsIn('prompts/role.prompt.yaml', `${modelineTo('prompt')}messages:\n  - role: |\n`);
    expect(offered).toEqual(['system', 'developer', 'user', 'assistant', 'tool', 'placeholder']);
  });

  test('messages, scorers, steps and alerts as snippets', async () => {
    const ends = 'messages:\n  - |\n';
    expect(await completionsIn('prompts/m.prompt.yaml', modelineTo('prompt') + ends)).toContain('user message');
    expect(await completionsIn('evals/s.eval.yaml', `${modelineTo('suite')}scorers:\n  - |\n`)).toContain('field equals');
    expect(await completionsIn('rollouts/r.rollout.yaml', `${modelineTo('rollout')}ramp:\n  - |\n`)).toContain('step');
    expect(await completionsIn('monitors/m.monitor.yaml', `${modelineTo('monitor')}alerts:\n  - |\n`)).toContain('floor');
  });
});

describe('an editor says', () => {
  test.each([
    ['prompt', 'model|Parameters: {}\n', 'Sampling and limits'],
    ['prompt', 'messages:\n  - r|ole: user\n', 'Who speaks'],
    ['suite', 'scorers:\n  - u|ses: json-equals\n', 'The output is JSON that holds this value'],
    ['rollout', `con|trol: ${DIGEST}\n`, 'What everybody else gets'],
    ['monitor', 'sam|ple: 0.1\n', 'Share of the traces'],
    ['config', 'eva|ls: evals\n', 'Where eval suites are'],
  ])('what a key of a %s file means', async (kind, marked, expected) => {
    const { text: content, line, column } = withCursor(modelineTo(kind) + marked);
    const file = await server.open(`prompts/hover-${line}-${column}.${kind}.yaml`, content);
    expect(await file.hover(line, column)).toContain(expected);
  });
});
