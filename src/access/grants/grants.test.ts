import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allows } from '../authorise.ts';
import { PERMISSIONS } from '../permission.ts';
import type { Binding, Principal } from '../principal.ts';
import { ACCESS_ROLES } from '../role.ts';
import { mayGrant } from './covers.ts';
import { narrowed } from './narrowed.ts';

const glob = fc.constantFrom('*', 'staging*', 'staging', 'production', '*tion', 'p*', 'st*g');
const binding: fc.Arbitrary<Binding> = fc.record({
  role: fc.constantFrom(...ACCESS_ROLES),
  project: fc.constantFrom('*', 'default', 'other'),
  environments: glob,
  prompts: fc.constantFrom('*', 'support/*', 'support/triage', 'billing/*'),
});
const bindings = fc.array(binding, { maxLength: 3 });
const resource = fc.record({
  project: fc.constantFrom('default', 'other'),
  environment: fc.constantFrom('staging', 'staging-eu', 'production', 'development'),
  prompt: fc.constantFrom('support/triage', 'support/greet', 'billing/refund'),
});
const permission = fc.constantFrom(...PERMISSIONS);
const holder = (held: readonly Binding[]): Principal => ({ id: 'u1', name: 'ada', kind: 'user', bindings: held });
const grant = (given: Partial<Binding>): Binding => ({ role: 'admin', project: 'default', environments: '*', prompts: '*', ...given });

describe('a token', () => {
  test('never gives more than its owner has, nor more than it was made with', () => {
    fc.assert(
      fc.property(bindings, bindings, permission, resource, (owned, token, act, thing) => {
        if (!allows(holder(narrowed(owned, token)), act, thing)) return;
        expect(allows(holder(owned), act, thing)).toBe(true);
        expect(allows(holder(token), act, thing)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('gives all that it was made with while its owner has it', () => {
    fc.assert(
      fc.property(binding, permission, resource, (one, act, thing) => {
        const owner = [grant({ project: '*' })];
        expect(allows(holder(narrowed(owner, [one])), act, thing)).toBe(allows(holder([one]), act, thing));
      }),
    );
  });

  test('says each grant once', () => {
    const deployer = grant({ role: 'deployer' });
    expect(narrowed([grant({}), deployer, grant({ role: 'viewer' })], [deployer, deployer])).toEqual([deployer]);
  });
});

describe('granting', () => {
  test('never lets anyone give what they may not do themselves', () => {
    fc.assert(
      fc.property(bindings, binding, permission, resource, (held, wanted, act, thing) => {
        if (mayGrant(held, 'members:manage', wanted) && allows(holder([wanted]), act, thing))
          expect(allows(holder(held), act, thing)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test.each<[string, Binding, Binding, boolean]>([
    ['an admin of everything may give production', grant({}), grant({ environments: 'production' }), true],
    ['an admin of staging* may give staging-eu', grant({ environments: 'staging*' }), grant({ environments: 'staging-eu' }), true],
    ['an admin of staging* may not give production', grant({ environments: 'staging*' }), grant({ environments: 'production' }), false],
    ['an admin of staging* may not give everything', grant({ environments: 'staging*' }), grant({}), false],
    ['an admin of one project may not give all', grant({}), grant({ project: '*' }), false],
    ['a deployer may give nothing', grant({ role: 'deployer' }), grant({ role: 'viewer' }), false],
  ])('%s', (_name, held, wanted, may) => {
    expect(mayGrant([held], 'members:manage', wanted)).toBe(may);
  });
});
