import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { payloadText, signerOfEnvelope } from '../../src/access/evidence/dsse-envelope.ts';
import { type Digest, digestOf } from '../../src/base/digest.ts';
import type { JsonObject } from '../../src/base/json/canonical-json.ts';
import { askedCasesDigest } from '../../src/evals/dataset/asked-cases-digest.ts';
import type { EvalRun } from '../../src/evals/run.ts';
import type { PromptId } from '../../src/prompt/prompt.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { uploaderProblem } from '../../src/server/actions/evidence/uploader-problem.ts';
import { evalRun, type RunSketch } from '../support/eval-run.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';

const SCORER = digestOf('exact');
let registry: RunningRegistry;
let ci: Registry;

beforeAll(async () => {
  registry = await runningRegistry();
  ci = registry.client(await registry.tokenFor('ci', { role: 'editor' }));
});

afterAll(() => registry.stop());

/** What a suite asks that wants this mean, as its content. */
function suiteOf(mean: number, members: JsonObject = {}): JsonObject {
  const gate = { scorers: { exact: { mean: { operator: '>=', value: mean } } }, maxErrorRate: 0, mustPassTags: [], ...members };
  const scorers = [{ id: 'exact', digest: SCORER }];
  return { v: 1, kind: 'suite', prompts: ['support/*'], selection: {}, seed: 0, repeat: 1, scorers, gate };
}

/** A run from its shorthand, its cases named by digests as real ones are. */
function sketched(sketch: RunSketch): EvalRun {
  const run = evalRun(sketch);
  return { ...run, results: run.results.map((result) => ({ ...result, caseId: digestOf(result.caseId) })) };
}

/** A run of `suite` on a prompt, with these scores. */
function runOf(suite: JsonObject, scores: readonly number[], subject: Partial<EvalRun['subject']> = {}): EvalRun {
  const run = sketched({ scores: { exact: scores } });
  const asked = {
    suite: 'triage',
    suiteDigest: digestOf(suite),
    prompt: 'support/triage' as PromptId,
    scorers: new Map([['exact', SCORER]]),
  };
  return { ...run, subject: { ...run.subject, ...asked, seed: 0, repeat: 1, ...subject } };
}

let count = 0;
async function upload(run: EvalRun, by: Registry = ci, role: 'candidate' | 'baseline' = 'candidate'): Promise<string> {
  count += 1;
  const id = `run-number-${count}`;
  await by.storeRun({ id, role, subject: run.subject, gate: { scorers: new Map(), maxErrorRate: 0, mustPassTags: [] } }, run.results);
  return id;
}

async function evidenceOf(run: EvalRun, by: Registry = ci) {
  return await by.addEvidence(await upload(run, by));
}

const strict = suiteOf(0.9);
const GOOD = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
const BAD = [1, 1, 1, 1, 1, 1, 1, 1, 0, 0];
const accept = (suite: JsonObject, run: EvalRun) =>
  registry.admin.acceptSuite({ suite: 'triage', digest: digestOf(suite), cases: askedCasesDigest(run.results) });

test('judges by the scores of each case, and counts once the suite is accepted', async () => {
  await ci.storeSuite('triage', strict);
  const before = await evidenceOf(runOf(strict, GOOD));
  expect(before).toMatchObject({ verdict: 'passed', counts: false, why: expect.stringContaining('not accepted') });
  await accept(strict, runOf(strict, GOOD));
  const { evidence } = await ci.evidenceNamed(before.id.slice(7, 19));
  expect(evidence).toMatchObject({ id: before.id, counts: true });
  expect(await evidenceOf(runOf(strict, BAD))).toMatchObject({ verdict: 'failed', counts: true });
});

test('says how often a version was run and failed: who runs a suite until it passes is seen', async () => {
  await ci.storeSuite('triage', strict);
  const { runs: before } = await evidenceOf(runOf(strict, GOOD));
  await evidenceOf(runOf(strict, BAD));
  const { runs: after, verdict } = await evidenceOf(runOf(strict, GOOD));
  expect({ verdict, after }).toEqual({ verdict: 'passed', after: { total: before.total + 2, failed: before.failed + 1 } });
});

test('signs a statement about exactly that version, with who uploaded it', async () => {
  const run = runOf(strict, GOOD);
  const { id } = await evidenceOf(run);
  const { envelope } = await ci.evidenceNamed(id);
  expect(signerOfEnvelope(envelope, await ci.signingKeys())).toBe((await ci.signingKeys()).at(-1)!.id);
  const statement = JSON.parse(payloadText(envelope)!);
  expect(digestOf(statement)).toBe(id);
  expect(statement).toMatchObject({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'support/triage', digest: { sha256: run.subject.promptDigest.slice(7) } }],
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: {
      result: 'PASSED',
      passedTests: ['exact mean >= 0.9'],
      promptlane: { uploader: { name: 'ci', kind: 'machine' }, baseline: 'none' },
    },
  });
});

test('says the same of the same run, and keeps one of two uploads of a result', async () => {
  const run = runOf(strict, GOOD);
  const id = await upload(run);
  const first = await ci.addEvidence(id);
  await ci
    .storeRun({ id, role: 'candidate', subject: run.subject, gate: { scorers: new Map(), maxErrorRate: 0, mustPassTags: [] } }, [])
    .catch(() => undefined);
  expect(await ci.addEvidence(id)).toEqual(first);
});

describe('nothing is gained by', () => {
  const counts = async (run: EvalRun) => {
    const { counts: does, why, verdict } = await evidenceOf(run);
    return does && verdict !== 'failed' ? 'gained' : why;
  };

  test('a weaker suite of the pull request', async () => {
    const weak = suiteOf(0.1);
    await ci.storeSuite('triage', weak);
    expect(await counts(runOf(weak, BAD))).toContain('not accepted');
    expect(await counts(runOf(weak, GOOD))).toContain('not accepted');
  });

  test('fewer cases, or cases without the tag that protects them', async () => {
    const fewer = runOf(strict, GOOD.slice(0, 8));
    expect(await counts(fewer)).toContain('not accepted');
    const tagged = suiteOf(0.5, { mustPassTags: ['critical'] });
    await ci.storeSuite('triage', tagged);
    const protectedRun = (tags: string[][]) => {
      const run = sketched({ scores: { exact: BAD }, tags });
      return { ...run, subject: runOf(tagged, BAD).subject };
    };
    const real = protectedRun(BAD.map(() => ['critical']));
    await accept(tagged, real);
    expect(await evidenceOf(real)).toMatchObject({ verdict: 'failed', counts: true });
    expect(await counts(protectedRun(BAD.map((score) => (score === 1 ? ['critical'] : []))))).toContain('not accepted');
    await accept(strict, runOf(strict, GOOD));
  });

  test('dropping the cases that failed, with the count that they had', async () => {
    const run = runOf(strict, BAD);
    expect(await counts({ ...run, results: run.results.slice(0, 8) })).toContain('cannot be judged');
  });

  test('asking a part, other scorers, another seed, or another prompt', async () => {
    expect(await counts(runOf(strict, GOOD, { filter: 'tag easy' }))).toContain('part');
    expect(await counts(runOf(strict, GOOD, { scorers: new Map([['exact', digestOf('easier')]]) }))).toContain('scorers');
    expect(await counts(runOf(strict, GOOD, { seed: 7 }))).toContain('seed');
    expect(await counts(runOf(strict, GOOD, { prompt: 'other' as PromptId }))).toContain('not about');
  });

  test('a baseline of another prompt, or one whose uploader does not count', async () => {
    const run = await upload(runOf(strict, GOOD));
    const other = await upload(runOf(strict, BAD, { prompt: 'support/other' as PromptId }), ci, 'baseline');
    expect((await ci.addEvidence(run, other)).why).toContain('another prompt');
  });
});

describe('an upload is refused', () => {
  const refused = (change: (result: Record<string, unknown>) => unknown) => {
    const run = runOf(strict, GOOD);
    const results = run.results.map((result, index) => (index === 0 ? change({ ...result }) : result)) as EvalRun['results'];
    return upload({ ...run, results });
  };

  test.each([
    ['a score above 1', 1.01],
    ['a score below 0', -0.01],
    ['a score that is no number', Number.NaN],
  ])('with %s', async (_, score) => {
    await expect(refused((result) => ({ ...result, scores: [{ scorer: 'exact', score, pass: true }] }))).rejects.toMatchObject({
      code: 'request-invalid',
    });
  });

  test('with more results than were asked, or after its end', async () => {
    const run = runOf(strict, GOOD);
    await expect(upload({ ...run, subject: { ...run.subject, cases: 9 } })).rejects.toMatchObject({ code: 'request-invalid' });
    const id = await upload(run);
    const body = { results: [] };
    expect((await registry.request(`/v1/projects/default/runs/${id}/results`, { method: 'POST', body })).status).toBe(400);
  });

  test('of a suite that the registry cannot judge by', async () => {
    await expect(ci.storeSuite('triage', { ...strict, allow: 'everything' })).rejects.toMatchObject({ code: 'content-invalid' });
    await expect(ci.storeSuite('triage', suiteOf(0.9, { newRule: true }))).rejects.toMatchObject({ code: 'content-invalid' });
    await expect(evidenceOf(runOf(suiteOf(0.3), GOOD))).rejects.toMatchObject({ code: 'request-invalid' });
  });

  test('by who may not write it, and into the run of another', async () => {
    const viewer = registry.client(await registry.tokenFor('viewer', { role: 'viewer' }));
    await expect(upload(runOf(strict, GOOD), viewer)).rejects.toMatchObject({ code: 'not-allowed' });
    const id = await upload(runOf(strict, GOOD));
    const other = registry.client(await registry.tokenFor('other', { role: 'editor' }));
    const run = runOf(strict, GOOD);
    const again = other.storeRun(
      { id, role: 'candidate', subject: run.subject, gate: { scorers: new Map(), maxErrorRate: 0, mustPassTags: [] } },
      run.results,
    );
    await expect(again).rejects.toMatchObject({ code: 'request-invalid' });
    await expect(ci.acceptSuite({ suite: 'triage', digest: digestOf(strict), cases: digestOf('x') as Digest })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await expect(ci.trustBranch({ branch: 'main' })).rejects.toMatchObject({ code: 'not-allowed' });
  });
});

test('accepts a suite as jobs of the trusted branch run it, and as nobody else does', async () => {
  const own = suiteOf(0.7);
  const grants = [{ role: 'editor' as const, environments: '*', prompts: '*' }];
  const jobOf = async (branch: string) =>
    registry.client((await registry.admin.createToken({ name: branch, grants, branch }, 'machine')).token);
  const [main, feature] = [await jobOf('main'), await jobOf('feature')];
  await main.storeSuite('triage', own);
  expect(await evidenceOf(runOf(own, BAD), main)).toMatchObject({ counts: false });
  await registry.admin.trustBranch({ branch: 'main' });
  expect(await evidenceOf(runOf(own, BAD), feature)).toMatchObject({ counts: false });
  expect(await evidenceOf(runOf(own, BAD.slice(0, 8), { filter: 'tag easy' }), main)).toMatchObject({ counts: false });
  expect(await evidenceOf(runOf(own, BAD), main)).toMatchObject({ counts: true, verdict: 'passed' });
  expect(await evidenceOf(runOf(own, GOOD), feature)).toMatchObject({ counts: true });
  expect((await ci.acceptedSuites('triage'))[0]).toMatchObject({ cause: 'branch', branch: 'main', digest: digestOf(own) });
  await registry.admin.trustBranch({ branch: 'main', repository: 'acme/prompts' });
  const later = suiteOf(0.6);
  await main.storeSuite('triage', later);
  expect(await evidenceOf(runOf(later, BAD), main)).toMatchObject({ counts: false });
});

test('attack 44: is not used up by whoever asks first and has none to give: the run of a job counts afterwards', async () => {
  const run = await upload(runOf(strict, GOOD));
  const reader = registry.client(await registry.tokenFor('runner', { role: 'editor', prompts: 'support/*' }));
  const person = await invitedPerson('pat@example.com', 'editor');
  await expect(registry.client(person).addEvidence(run)).rejects.toMatchObject({ code: 'not-allowed' });
  expect(await reader.addEvidence(run)).toMatchObject({ verdict: 'passed' });
  expect((await ci.addEvidence(run)).why ?? '').not.toContain('person');
});

/** A token of a person who was invited with a role. */
async function invitedPerson(email: string, role: string): Promise<string> {
  const post = async (path: string, body: object, token: string | null = null) =>
    (await (await registry.request(path, { method: 'POST', body, token })).json()) as { code: string; token: string };
  const password = 'correct horse battery';
  const { code } = await post('/v1/projects/default/members', { email, grants: [{ role }] }, registry.token);
  await post('/v1/codes/redeem', { code, name: 'Pat', password });
  return (await post('/v1/login-tokens', { email, password, name: 'desk' })).token;
}

test('never counts what a person uploads', () => {
  const bindings = [{ role: 'admin', project: '*', environments: '*', prompts: '*' }] as const;
  const person = { id: 'mia', name: 'mia', kind: 'user', bindings } as const;
  const prompt = 'support/triage' as PromptId;
  expect(uploaderProblem({ principal: person, project: 'default' }, prompt)).toContain('person');
  expect(uploaderProblem({ principal: { ...person, kind: 'machine' }, project: 'default' }, prompt)).toBeUndefined();
  expect(uploaderProblem({ principal: { ...person, kind: 'machine', bindings: [] }, project: 'default' }, prompt)).toContain('may not');
});

test('lists runs and evidence, newest first, and compares runs', async () => {
  const [candidate, baseline] = [await upload(runOf(strict, GOOD)), await upload(runOf(strict, BAD), ci, 'baseline')];
  expect((await ci.runs({ suite: 'triage' }, 2)).map(({ id }) => id)).toEqual([baseline, candidate]);
  const response = await registry.request(`/v1/projects/default/runs/${candidate}/report?baseline=${baseline}`);
  expect(await response.json()).toMatchObject({
    report: { schema: 'promptlane/eval-report/v1', outcome: 'passed', baseline: { results: 10 } },
  });
  const [newest] = await ci.evidence({ prompt: 'support/triage' as PromptId }, 1);
  expect(newest!.suite).toBe('triage');
});
