import { describe, expect, test } from 'vitest';
import { parseReference, revisionText } from './reference.ts';

const HEX = '3f9a1c2b7d04';

describe('parseReference', () => {
  test.each([
    ['support/triage', { kind: 'tree' }],
    ['support/triage@production', { kind: 'environment', environment: 'production' }],
    ['support/triage@v12', { kind: 'number', number: 12 }],
    [`support/triage@${HEX}`, { kind: 'digest', prefix: HEX }],
    [`support/triage@sha256:${'a'.repeat(64)}`, { kind: 'digest', prefix: 'a'.repeat(64) }],
    ['support/triage@git:HEAD~3', { kind: 'git', revision: 'HEAD~3' }],
    ['support/triage@git:v1@{yesterday}', { kind: 'git', revision: 'v1@{yesterday}' }],
    ['support/triage@index', { kind: 'index' }],
    ['support/triage@latest', { kind: 'latest' }],
  ])('reads %s', (text, revision) => {
    expect(parseReference(text)).toEqual({ id: 'support/triage', revision });
  });

  test.each(['', '@production', '../etc/passwd', 'a//b', 'support/triage@', 'support/triage@git:', 'support/triage@Not An Env', 'a b'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: 'reference-invalid' }));
    },
  );

  test('takes six hex digits for an environment, seven for a digest', () => {
    expect(parseReference('a@abcdef').revision.kind).toBe('environment');
    expect(parseReference('a@abcdef0').revision.kind).toBe('digest');
  });

  test('writes a revision back as it was written', () => {
    for (const text of ['', '@production', '@v12', `@${HEX}`, '@git:main', '@index', '@latest']) {
      expect(revisionText(parseReference(`a${text}`).revision)).toBe(text);
    }
  });
});
