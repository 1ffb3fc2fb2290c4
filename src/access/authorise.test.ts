import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../base/failure.ts';
import { allows, allowsEveryPrompt, authorise } from './authorise.ts';
import { PERMISSIONS } from './permission.ts';
import type { Binding, Principal } from './principal.ts';

const principal = (...bindings: Partial<Binding>[]): Principal => ({
  id: 'p1',
  name: 'mia',
  kind: 'machine',
  bindings: bindings.map((binding) => ({ role: 'viewer', project: 'default', environments: '*', prompts: '*', ...binding })),
});
const codeOf = (act: () => void): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof Failure ? error.code : 'defect';
  }
};

describe('authorise', () => {
  test('lets a deployer move pins where the grant reaches', () => {
    const mia = principal({ role: 'deployer', environments: 'staging', prompts: 'support/*' });
    expect(
      codeOf(() => authorise(mia, 'pins:move', { project: 'default', environment: 'staging', prompt: 'support/triage' })),
    ).toBeUndefined();
  });

  test('says "not allowed" to who may look and not touch', () => {
    expect(codeOf(() => authorise(principal({}), 'pins:move', { project: 'default', environment: 'staging' }))).toBe('not-allowed');
  });

  test('says "not found" to who may not even look', () => {
    const mia = principal({ role: 'deployer', prompts: 'support/*' });
    expect(codeOf(() => authorise(mia, 'pins:move', { project: 'default', prompt: 'billing/refund' }))).toBe('not-found');
    expect(codeOf(() => authorise(mia, 'prompts:read', { project: 'other' }))).toBe('not-found');
  });

  test('gives nobody without a grant anything', () => {
    for (const permission of PERMISSIONS)
      expect(codeOf(() => authorise(principal(), permission, { project: 'default' }))).toBe('not-found');
  });

  test('keeps pushing, releasing and auditing apart', () => {
    const may = (role: Binding['role']) =>
      PERMISSIONS.filter((permission) => allows(principal({ role }), permission, { project: 'default' }));
    // Applications hold tokens that read, and tell what they served.
    const read = ['prompts:read', 'environments:read', 'runs:read', 'exposures:write'];
    expect(may('viewer').toSorted()).toEqual(read.toSorted());
    expect(may('editor').toSorted()).toEqual([...read, 'prompts:write', 'reviews:write', 'runs:write', 'evidence:write'].toSorted());
    expect(may('reviewer').toSorted()).toEqual([...read, 'reviews:write', 'reviews:decide'].toSorted());
    expect(may('deployer').toSorted()).toEqual([...read, 'reviews:write', 'pins:move', 'versions:revoke'].toSorted());
    expect(may('auditor').toSorted()).toEqual([...read, 'audit:read'].toSorted());
    expect(may('admin')).toEqual(PERMISSIONS);
  });

  test('knows who sees every prompt', () => {
    const resource = { project: 'default', environment: 'production' };
    expect(allowsEveryPrompt(principal({}), 'environments:read', resource)).toBe(true);
    expect(allowsEveryPrompt(principal({ prompts: 'support/*' }), 'environments:read', resource)).toBe(false);
    expect(allowsEveryPrompt(principal({ environments: 'staging' }), 'environments:read', resource)).toBe(false);
  });
});

describe('globs of a grant', () => {
  const reaches = (prompts: string, prompt: string) => allows(principal({ prompts }), 'prompts:read', { project: 'default', prompt });

  test('a star stands for any run of characters, also for none', () => {
    const glob = fc.array(fc.constantFrom('a', 'b', '/', '*'), { maxLength: 8 }).map((parts) => parts.join(''));
    const text = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(glob, text, (pattern, id) => {
        expect(reaches(pattern, id)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(id));
      }),
      { numRuns: 2000 },
    );
  });

  test('other characters stand for themselves', () => {
    expect(reaches('a.b', 'aXb')).toBe(false);
    expect(reaches('[a]', 'a')).toBe(false);
  });
});
