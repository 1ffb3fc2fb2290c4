import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import type { VersionUpload } from '../../src/registry/registry.ts';
import { DEFAULT_ENVIRONMENTS, type EnvironmentName, type EnvironmentPolicy } from '../../src/release/environment.ts';
import type { Refusal } from '../../src/release/plan.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { id, promptVersion } from '../support/sample-versions.ts';

const [development, staging, production] = ['development', 'staging', 'production'] as EnvironmentName[] as [
  EnvironmentName,
  EnvironmentName,
  EnvironmentName,
];
const PROMPTS = ['law/a', 'law/b', 'law/c'];
const TEXTS = ['1', '2', '3'];

let registry: RunningRegistry;
/** Every prompt with every text; a third of them names no model. */
const versions = new Map<string, VersionUpload>();

beforeAll(async () => {
  registry = await runningRegistry();
  for (const prompt of PROMPTS) {
    for (const text of TEXTS) versions.set(`${prompt} ${text}`, promptVersion(prompt, text, text === '3' ? { model: null } : {}));
  }
  await registry.admin.upload({ versions: [...versions.values()], branch: 'main' });
});
afterAll(() => registry.stop());

const requirement = fc.record(
  {
    approvals: fc.constant({ count: 1 }),
    soak: fc.constant({ in: staging, for: '1h' }),
    source: fc.constant({ branch: 'main' }),
    evidence: fc.constant([{ suite: 'triage' }]),
    novelty: fc.constant(true),
  },
  { requiredKeys: [] },
);
/** Policies of all sorts: with what is known, with `novelty`, which no registry knows, and with freezes of now and of never. */
const policy: fc.Arbitrary<EnvironmentPolicy> = fc.record(
  {
    after: fc.constantFrom(staging, development),
    require: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: requirement }),
    when: fc.constant([{ prompts: 'law/a', require: { approvals: { count: 1 } } }]),
    freeze: fc.constantFrom([], [], [{ from: '2020-01-01T00:00:00Z', to: '2999-01-01T00:00:00Z' }]),
  },
  { requiredKeys: [] },
) as never;
const wanted = fc.dictionary(fc.constantFrom(...PROMPTS), fc.constantFrom(...TEXTS), { minKeys: 1 });
const acts = fc.array(
  fc.record({ pins: wanted, to: fc.constantFrom(development, staging, production), prune: fc.boolean(), policy: fc.option(policy) }),
  { minLength: 1, maxLength: 6 },
);

const pinsOf = (chosen: Readonly<Record<string, string>>) =>
  new Map(
    Object.entries(chosen).flatMap(([prompt, text]) => {
      const version = versions.get(`${prompt} ${text}`);
      return version === undefined ? [] : [[id(prompt), version.digest] as const];
    }),
  );

const sorted = (refusals: readonly Refusal[]) => refusals.map((one) => JSON.stringify(one)).toSorted();

test('a plan says what applying then does: the same moves, or the same refusals', async () => {
  let refused = 0;
  let moved = 0;
  await fc.assert(
    fc.asyncProperty(acts, async (sequence) => {
      for (const { pins, to, prune, policy: guard } of sequence) {
        if (guard !== null) {
          const changed = DEFAULT_ENVIRONMENTS.map((one) => (one.name === production ? { ...one, policy: guard } : one));
          await registry.admin.setEnvironments(changed);
        }
        const plan = await registry.admin.plan(to, { pins: pinsOf(pins), prune });
        const expected = { epoch: plan.epoch, revision: plan.revision };
        const applied = await registry.admin
          .apply(to, { pins: pinsOf(pins), prune, expected, cause: 'apply' })
          .catch((error: unknown) => error);
        if (plan.refusals.length > 0) {
          refused += 1;
          expect(applied).toMatchObject({ code: 'policy-refused' });
          expect(sorted((applied as Failure & { details: { refusals: Refusal[] } }).details.refusals)).toEqual(sorted(plan.refusals));
          expect(await registry.admin.state(to)).toMatchObject(expected);
        } else {
          if (plan.moves.length > 0) moved += 1;
          expect(applied).not.toBeInstanceOf(Failure);
          expect(applied).toMatchObject({ moves: plan.moves, revision: plan.revision + (plan.moves.length > 0 ? 1 : 0) });
        }
      }
    }),
    { numRuns: 40 },
  );
  // Else the law would hold of nothing.
  expect(refused).toBeGreaterThan(20);
  expect(moved).toBeGreaterThan(20);
});
