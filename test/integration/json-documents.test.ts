import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program/program.ts';
import { nativeRegistry } from '../../src/registry/native/registry-client.ts';
import { runHere } from '../support/command-line.ts';
import { type FakeOpenAI, fakeOpenAI } from '../support/fake-openai.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { promptVersion } from '../support/sample-versions.ts';
import { draftOf } from '../support/sync-project.ts';
import { lockedWorkspace, promptText, suiteFiles, type TemporaryWorkspace } from '../support/temporary-workspace.ts';

const PASSWORD = 'correct horse battery';

let workspace: TemporaryWorkspace;
let registry: RunningRegistry;
let model: FakeOpenAI;
/** A person who is admin: machines do not review. */
let mia: { readonly env: Record<string, string>; readonly other: string };
/** What commands name that the registry made. */
const ids = { dataset: '', webhook: '', evidence: '', token: '', trust: '' };

const run = (...args: string[]) => runHere(args, { cwd: workspace.path, env: mia.env, input: `${mia.other}\n` });
const document = async (...args: string[]) => {
  const { stdout, stderr } = await run(...args, '--json');
  expect(stdout, `${args.join(' ')}: ${stderr}`).toMatch(/^\{/);
  expect(stderr).not.toMatch(/^\s*[[{]/);
  return JSON.parse(stdout);
};

async function post(path: string, body: object): Promise<{ token: string }> {
  const reply = await registry.request(path, { method: 'POST', token: null, body });
  expect(reply.status, await reply.clone().text()).toBe(200);
  return (await reply.json()) as { token: string };
}

async function signedUp(): Promise<typeof mia> {
  const email = 'mia@example.com';
  await post('/v1/codes/redeem', { code: registry.setupCode(), email, name: 'Mia', password: PASSWORD });
  const token = async (name: string) => (await post('/v1/login-tokens', { email, password: PASSWORD, name })).token;
  const env = { PROMPTLANE_REGISTRY_URL: registry.url, XDG_CONFIG_HOME: join(workspace.path, '.config') };
  return { env: { ...env, PROMPTLANE_TOKEN: await token('one') }, other: await token('two') };
}

/** A rollout file of a prompt in the first environment, from what it pins to another version. */
async function writeRollout(prompt: string): Promise<void> {
  const candidate = promptVersion(prompt, 'Be brief.');
  await registry.admin.upload({ versions: [candidate] });
  const args = ['rollout', 'new', prompt, '--env', 'development', '--candidate', candidate.digest];
  expect(await run(...args)).toMatchObject({ exitCode: 0 });
}

beforeAll(async () => {
  [model, registry] = await Promise.all([fakeOpenAI(), runningRegistry()]);
  workspace = await lockedWorkspace({
    ...suiteFiles(model.url, 3),
    'evals/judged.eval.yaml': `suite: judged
prompts: [greet]
dataset: greeting.jsonl
model: fake/model
scorers: [{ id: kind, uses: judge, rubric: It is kind., model: fake/judge, calibration: { labels: labels.jsonl, minKappa: 0.6 } }]
`,
    'evals/labels.jsonl': '{"answer":"Hello","label":5}\n',
    'prompts/split.prompt.yaml': promptText('You split hairs.'),
    'foreign.prompt.yml': 'name: Foreign\nmodel: openai/gpt-4o\nmessages: [{ role: user, content: Hi }]\n',
  });
  mia = await signedUp();
  await document('push');
  const editor = nativeRegistry({ url: registry.url, project: 'default', token: mia.other });
  await editor.createDraft(await draftOf(workspace, 'prompts/answer.prompt.yaml', (text) => `description: Answers.\n${text}`));
  await editor.close();
  for (const prompt of ['answer', 'split']) await writeRollout(prompt);
  await document('rollout', 'start', 'split', '--env', 'development');
  ids.dataset = `kept@${(await document('dataset', 'push', 'evals/greeting.jsonl', '--name', 'kept')).digest}`;
  ids.webhook = (await document('webhook', 'add', 'https://receiver.invalid/')).webhook.id;
  await document('eval', 'greeting', '--upload');
  ids.evidence = (await document('evidence', 'ls')).evidence[0].id;
  ids.token = (await document('token', 'create', 'turning', '--role', 'viewer', '--expires', '1')).id;
  ids.trust = (await document('trust', 'add', '--role', 'editor', '--repository-id', '7', '--ref', 'refs/heads/main')).id;
  const { code } = await document('member', 'invite', 'leo@example.com', '--role', 'viewer');
  await post('/v1/codes/redeem', { code, name: 'Leo', password: PASSWORD });
});
afterAll(async () => {
  await registry.stop();
  await model.close();
});

/** Every command with its words, those below others too. */
function commandsBelow(parent: Command, before = ''): [name: string, command: Command][] {
  return parent.commands.flatMap((command) => [
    [before + command.name(), command] as [string, Command],
    ...commandsBelow(command, `${before}${command.name()} `),
  ]);
}

describe('--json', () => {
  /** Every command that has it, with arguments that let it look; in an order in which each can. */
  const reads = (): Readonly<Record<string, readonly string[]>> => ({
    check: ['check'],
    ls: ['ls'],
    show: ['show', 'greet'],
    diff: ['diff', 'greet', 'answer'],
    eval: ['eval', 'greeting', '--out', 'runs/one'],
    'eval merge': ['eval', 'merge', 'runs/one'],
    'eval report': ['eval', 'report', 'runs/one'],
    'eval compare': ['eval', 'compare', 'runs/one', 'runs/one'],
    'eval judges': ['eval', 'judges'],
    'eval calibrate': ['eval', 'calibrate', 'judged'],
    'dataset ls': ['dataset', 'ls'],
    'dataset lint': ['dataset', 'lint'],
    'dataset diff': ['dataset', 'diff', 'evals/greeting.jsonl'],
    'dataset add': ['dataset', 'add', 'evals/greeting.jsonl', '--input', 'question=How?'],
    'dataset push': ['dataset', 'push', 'evals/greeting.jsonl', '--name', 'greeting'],
    'dataset pull': ['dataset', 'pull', ids.dataset],
    status: ['status'],
    bundle: ['bundle', '--env', 'development', '--out', 'prompts.bundle.json'],
    verify: ['verify'],
    plan: ['plan', '--out', 'plan.json'],
    history: ['history', 'development'],
    'draft ls': ['draft', 'ls'],
    'draft show': ['draft', 'show', 'answer'],
    'draft close': ['draft', 'close', 'answer', '--merged'],
    'webhook add': ['webhook', 'add', 'https://receiver.invalid/'],
    'webhook ls': ['webhook', 'ls'],
    'webhook test': ['webhook', 'test', ids.webhook],
    'webhook rm': ['webhook', 'rm', ids.webhook],
    log: ['log', 'greet'],
    ci: ['ci'],
    pull: ['pull', '--dry-run'],
    sync: ['sync', '--dry-run'],
    'hook run': ['hook', 'run'],
    'hook install': ['hook', 'install'],
    'hook uninstall': ['hook', 'uninstall'],
    breaking: ['breaking', '--against', 'git:HEAD'],
    doctor: ['doctor'],
    'config explain': ['config', 'explain'],
    render: ['render', 'greet', '--var', 'question=Why?'],
    run: ['run', 'greet', '--model', 'fake/model', '--var', 'question=Why?'],
    init: ['init', '--bare'],
    fmt: ['fmt', 'prompts/greet.prompt.yaml'],
    export: ['export', 'greet', '--to', 'openai', '--out', 'exported'],
    import: ['import', 'foreign.prompt.yml', '--from', 'github-models'],
    'env ls': ['env', 'ls'],
    'policy show': ['policy', 'show'],
    'policy diff': ['policy', 'diff'],
    'policy push': ['policy', 'push', '--reason', 'A test', '--yes'],
    'review request': ['review', 'request', 'greet@v1', '--env', 'production'],
    'review list': ['review', 'list'],
    'review show': ['review', 'show', '1'],
    'review comment': ['review', 'comment', '1', '-m', 'Why?'],
    'review approve': ['review', 'approve', '1'],
    'review withdraw': ['review', 'withdraw', '1', '-m', 'Not so sure'],
    'review reject': ['review', 'reject', '1', '-m', 'No'],
    'audit log': ['audit', 'log'],
    'audit verify': ['audit', 'verify', '--no-keep'],
    'evidence ls': ['evidence', 'ls'],
    'evidence show': ['evidence', 'show', ids.evidence],
    'evidence verify': ['evidence', 'verify', ids.evidence],
    'evidence accept': ['evidence', 'accept', 'greeting'],
    'evidence accepted': ['evidence', 'accepted'],
    whoami: ['whoami'],
    'member ls': ['member', 'ls'],
    'member invite': ['member', 'invite', 'kim@example.com', '--role', 'viewer'],
    'member grant': ['member', 'grant', 'leo@example.com', '--role', 'editor'],
    'member revoke': ['member', 'revoke', 'leo@example.com', '--role', 'editor'],
    'member remove': ['member', 'remove', 'leo@example.com'],
    'token ls': ['token', 'ls'],
    'token create': ['token', 'create', 'robot', '--role', 'viewer'],
    'token rotate': ['token', 'rotate', ids.token],
    'token revoke': ['token', 'revoke', ids.token],
    'trust ls': ['trust', 'ls'],
    'trust add': ['trust', 'add', '--role', 'editor', '--repository-id', '8', '--ref', 'refs/heads/main'],
    'trust rm': ['trust', 'rm', ids.trust],
    'db check': ['db', 'check', '--data', registry.folder],
    'db backup': ['db', 'backup', 'kept.backup', '--data', registry.folder],
    'db restore': ['db', 'restore', 'kept.backup', '--data', 'restored', '--force'],
    'db migrate': ['db', 'migrate', '--data', 'restored'],
    login: ['login', '--token-stdin'],
    logout: ['logout'],
    'rollout simulate': ['rollout', 'simulate', 'answer', '--env', 'development', '--units', '100'],
    'rollout start': ['rollout', 'start', 'answer', '--env', 'development'],
    'rollout status': ['rollout', 'status'],
    'rollout results': ['rollout', 'results', 'answer'],
    'rollout pause': ['rollout', 'pause', 'answer', '--env', 'development'],
    'rollout resume': ['rollout', 'resume', 'answer', '--env', 'development'],
    'rollout advance': ['rollout', 'advance', 'answer', '--env', 'development'],
    'rollout complete': ['rollout', 'complete', 'answer', '--env', 'development', '--keep', 'control'],
    'rollout abort': ['rollout', 'abort', 'split', '--env', 'development', '--reason', 'A test'],
    // These change something, and say what as data too.
    lock: ['lock'],
    push: ['push'],
    apply: ['apply', 'development'],
    promote: ['promote', '--all', '--to', 'staging'],
    rollback: ['rollback', 'greet', '--env', 'development', '--to', 'v1', '--reason', 'A test'],
    unquarantine: ['unquarantine', 'greet@v2', '--env', 'development', '--reason', 'A test'],
    kill: ['kill', 'greet', '--env', 'development', '--reason', 'A test'],
    unkill: ['unkill', 'greet', '--env', 'development', '--reason', 'A test'],
    revoke: ['revoke', 'answer@v1', '--reason', 'A test'],
  });

  test('is had by these commands and no other', () => {
    const having = commandsBelow(buildProgram(() => async () => {})).filter(([, { options }]) =>
      options.some(({ long }) => long === '--json'),
    );
    expect(having.map(([name]) => name).sort()).toEqual(Object.keys(reads()).sort());
  });

  test('prints one document with its schema on stdout; talk goes to stderr', async () => {
    workspace.write({ 'prompts/greet.prompt.yaml': promptText('You greet people twice.') });
    const { lock = [], push = [], rollback = [], unquarantine = [] } = reads();
    for (const args of [lock, push, rollback, unquarantine]) await document(...args);
    const schemas: Record<string, string> = {};
    for (const [name, args] of Object.entries(reads())) {
      const { schema } = await document(...args);
      expect(schema, name).toMatch(/^promptlane\/[a-z-]+\/v1$/);
      schemas[name] = schema.slice('promptlane/'.length, -'/v1'.length);
    }
    expect(schemas).toMatchInlineSnapshot(`
      {
        "apply": "apply",
        "audit log": "audit-log",
        "audit verify": "audit-verification",
        "breaking": "breaking",
        "bundle": "bundle-outcome",
        "check": "check",
        "ci": "ci",
        "config explain": "config",
        "dataset add": "dataset-add",
        "dataset diff": "dataset-diff",
        "dataset lint": "dataset-lint",
        "dataset ls": "datasets",
        "dataset pull": "dataset-pull",
        "dataset push": "dataset-push",
        "db backup": "db-backup",
        "db check": "db-check",
        "db migrate": "db-migrate",
        "db restore": "db-restore",
        "diff": "diff",
        "doctor": "doctor",
        "draft close": "draft-closed",
        "draft ls": "drafts",
        "draft show": "draft",
        "env ls": "environments",
        "eval": "evaluations",
        "eval calibrate": "calibration",
        "eval compare": "evaluations",
        "eval judges": "judges",
        "eval merge": "evaluations",
        "eval report": "evaluations",
        "evidence accept": "accepted-suites",
        "evidence accepted": "accepted-suites",
        "evidence ls": "evidence-list",
        "evidence show": "evidence",
        "evidence verify": "evidence-verification",
        "export": "export",
        "fmt": "fmt",
        "history": "history",
        "hook install": "hooks",
        "hook run": "hook",
        "hook uninstall": "hooks",
        "import": "import",
        "init": "init",
        "kill": "kill-switch",
        "lock": "lock",
        "log": "log",
        "login": "login",
        "logout": "logout",
        "ls": "listing",
        "member grant": "member",
        "member invite": "invitation",
        "member ls": "members",
        "member remove": "member",
        "member revoke": "member",
        "plan": "plan-outcome",
        "policy diff": "policies",
        "policy push": "policies",
        "policy show": "environments",
        "promote": "promotion",
        "pull": "pull",
        "push": "push",
        "render": "rendered",
        "review approve": "review",
        "review comment": "review",
        "review list": "reviews",
        "review reject": "review",
        "review request": "review",
        "review show": "review",
        "review withdraw": "review",
        "revoke": "revocation",
        "rollback": "rollback",
        "rollout abort": "rollout-change",
        "rollout advance": "rollout-change",
        "rollout complete": "rollout-change",
        "rollout pause": "rollout-change",
        "rollout results": "rollout-results",
        "rollout resume": "rollout-change",
        "rollout simulate": "rollout-simulation",
        "rollout start": "rollout-change",
        "rollout status": "rollouts",
        "run": "run",
        "show": "version",
        "status": "status",
        "sync": "sync",
        "token create": "token",
        "token ls": "tokens",
        "token revoke": "token-revoked",
        "token rotate": "token",
        "trust add": "trust-rule",
        "trust ls": "trust-rules",
        "trust rm": "trust-rule",
        "unkill": "kill-switch",
        "unquarantine": "unquarantine",
        "verify": "verification",
        "webhook add": "webhook",
        "webhook ls": "webhooks",
        "webhook rm": "webhook-removed",
        "webhook test": "webhook-ping",
        "whoami": "identity",
      }
    `);
  });

  test('prints the document also when the exit code says no', async () => {
    const other = await lockedWorkspace();
    other.write({ 'prompts/greet.prompt.yaml': 'messages: 3\n' });
    const found = await runHere(['check', '--json'], { cwd: other.path });
    expect({ ...JSON.parse(found.stdout), exitCode: found.exitCode }).toMatchObject({ schema: 'promptlane/check/v1', exitCode: 3 });
    other.write({ 'prompts/greet.prompt.yaml': promptText('You greet people twice.') });
    const drifted = await runHere(['verify', '--json'], { cwd: other.path });
    expect({ ...JSON.parse(drifted.stdout), exitCode: drifted.exitCode }).toMatchObject({ isOk: false, exitCode: 4 });
  });
});
