import { expect, test } from 'vitest';
import type { Digest } from '../base/digest.ts';
import { Failure } from '../base/failure.ts';
import type { JsonObject } from '../base/json/canonical-json.ts';
import { settingsOf } from './options.ts';
import type { ServedDetails } from './prompt/served-details.ts';
import type { RegistryApi } from './registry/registry-api.ts';
import { openReports } from './reports.ts';

const SERVED: ServedDetails = {
  prompt: 'greet',
  environment: 'production',
  digest: `sha256:${'a'.repeat(64)}` as Digest,
  reason: 'draw',
  source: 'network',
  rollout: 'rol_0123456789abcdef',
  variant: 'candidate',
  unit: 'ada',
  compared: true,
};

/** Reports to a registry that keeps what it gets, or fails as it is told. */
function reporting(exposures = true) {
  const batches: { kind: string; batch: readonly JsonObject[] }[] = [];
  const failing: { with?: Failure } = {};
  const report: RegistryApi['report'] = async (kind, batch) => {
    if (failing.with) throw failing.with;
    batches.push({ kind, batch });
  };
  const problems: string[] = [];
  const settings = settingsOf({
    url: 'http://registry.invalid',
    environment: 'production',
    exposures,
    clock: () => 7,
    onProblem: ({ code }) => problems.push(code),
  });
  return { batches, failing, problems, reports: openReports(settings, { report } as RegistryApi) };
}

test('a unit that is seen a thousand times is one exposure, the same from every process', async () => {
  const [one, other] = [reporting(), reporting()];
  for (const { reports } of [one, other]) {
    for (let call = 0; call < 1000; call += 1) reports.expose(SERVED);
    await reports.flush();
  }
  expect(one.batches).toEqual(other.batches);
  expect(one.batches).toMatchObject([
    {
      kind: 'exposures',
      batch: [
        {
          prompt: 'greet',
          environment: 'production',
          rollout: SERVED.rollout,
          variant: 'candidate',
          unit: 'ada',
          digest: SERVED.digest,
          time: 7,
        },
      ],
    },
  ]);
});

test('what no verdict compares is not told', async () => {
  const { batches, reports } = reporting();
  const { rollout: _, ...unrolled } = SERVED;
  for (const served of [unrolled, { ...SERVED, compared: false }, { ...SERVED, unit: 'x'.repeat(201) }, { ...SERVED, unit: '\ud800' }])
    reports.expose(served);
  reports.track(unrolled, { metric: 'helpful', value: 1 });
  await reports.flush();
  expect(batches).toEqual([]);
});

test('nothing is told where the options say so', async () => {
  const { batches, reports } = reporting(false);
  reports.expose(SERVED);
  reports.track(SERVED, { metric: 'helpful', value: 1 });
  await reports.flush();
  expect(batches).toEqual([]);
});

test('an outcome goes with its variant, each as often as it is told', async () => {
  const { batches, reports } = reporting();
  reports.track(SERVED, { metric: 'helpful', value: 1 });
  reports.track(SERVED, { metric: 'helpful', value: 1 });
  await reports.flush();
  expect(batches).toMatchObject([
    { kind: 'outcomes', batch: [{ metric: 'helpful', value: 1, unit: 'ada', variant: 'candidate' }, { value: 1 }] },
  ]);
  expect(new Set(batches[0]?.batch.map(({ id }) => id)).size).toBe(2);
});

test.each([
  { metric: 'helpful', value: Number.NaN },
  { metric: 'helpful', value: 1e10 },
  { metric: '', value: 1 },
  { metric: 'x'.repeat(101), value: 1 },
])('%j is refused, because it would take a whole batch with it', (outcome) => {
  expect(() => reporting().reports.track(SERVED, outcome)).toThrow(expect.objectContaining({ code: 'usage-invalid' }));
});

test('what a registry cannot take now waits; the same is sent again', async () => {
  const { batches, failing, problems, reports } = reporting();
  reports.expose(SERVED);
  failing.with = new Failure('registry-unreachable', 'Nobody is there.');
  await reports.flush();
  await reports.flush();
  expect(problems).toEqual(['registry-unreachable', 'registry-unreachable']);
  delete failing.with;
  await reports.flush();
  expect(batches).toHaveLength(1);
  expect(reports.lost).toBe(0);
});

test('what a registry refuses is given up and counted', async () => {
  const { failing, reports } = reporting();
  reports.expose(SERVED);
  failing.with = new Failure('not-allowed', 'You may not.');
  await reports.flush();
  expect(reports.lost).toBe(1);
});

test('goes in batches that a request may carry, and beyond what is kept the oldest go first', async () => {
  const { batches, reports } = reporting();
  for (let unit = 0; unit < 10_001; unit += 1) reports.expose({ ...SERVED, unit: `u${unit}` });
  expect(reports.lost).toBe(1);
  await reports.flush();
  expect(batches.map(({ batch }) => batch.length)).toEqual(Array.from({ length: 10 }, () => 1000));
  expect(batches[0]?.batch[0]).toMatchObject({ unit: 'u1' });
});
