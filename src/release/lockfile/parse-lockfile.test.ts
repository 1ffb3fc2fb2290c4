import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../base/failure.ts';
import { parseLockfile } from './parse-lockfile.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const BLOB = 'b'.repeat(40);

function failureOf(text: string): Failure {
  try {
    parseLockfile({ file: 'promptlane.lock', text });
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('It was read.');
}
const said = (text: string) => {
  const { code, message, where } = failureOf(text);
  return `${code} ${where?.line}:${where?.column} ${message}`;
};
const withPrompt = (body: string, id = 'greet') => `lockfileVersion: 1\nenvironments:\n  production:\n    ${id}:\n${body}`;
const pin = (digest = DIGEST, blob = BLOB) => `      digest: ${digest}\n      blob: ${blob}\n`;

describe('parseLockfile', () => {
  test('points at the first conflict marker of a merge', () => {
    const text = readFileSync('fixtures/lockfiles/conflicted.lock', 'utf8');
    expect(said(text)).toBe('lockfile-conflicted 6:1 promptlane.lock has conflict markers of a merge.');
    expect(said(text.replaceAll('\n', '\r\n'))).toContain('lockfile-conflicted 6:1');
  });

  test('refuses a lockfile of a newer version and says what to do', () => {
    const newer = said('lockfileVersion: 2\nenvironments: {}\npins: []\n');
    expect(newer).toBe(
      'lockfile-invalid 1:18 This is a lockfile of version 2, written by a newer promptlane; this one reads version 1. Update promptlane.',
    );
  });

  test.each([
    ['an empty file', '', '1:1 The lockfile is empty.'],
    ['a list', '[]', '1:1 The lockfile must be a mapping.'],
    ['no version', 'environments: {}\n', '1:1 "lockfileVersion" is missing.'],
    ['a version that is no number', 'lockfileVersion: "1"\n', '1:18 "lockfileVersion" must be 1.'],
    ['no environments', 'lockfileVersion: 1\n', '1:1 "environments" must be a mapping.'],
    ['an unknown key', 'lockfileVersion: 1\nenvironmnets: {}\n', '2:1 Unknown key "environmnets". Did you mean "environments"?'],
    ['an environment that cannot be one', 'lockfileVersion: 1\nenvironments:\n  Prod: {}\n', '3:3 "Prod" is not an environment.'],
    ['an environment without a mapping', 'lockfileVersion: 1\nenvironments:\n  production:\n', '"production" must be a mapping.'],
    ['a prompt id that cannot be one', withPrompt(pin(), 'a//b'), '4:5 "a//b" is not a prompt id.'],
    ['a short digest', withPrompt(pin('sha256:abc')), '5:15 "digest" must be sha256: and 64 hex digits.'],
    ['an upper-case digest', withPrompt(pin(DIGEST.toUpperCase())), '5:15 "digest" must be'],
    ['a pin without a digest', withPrompt(`      blob: ${BLOB}\n`), '"digest" must be'],
    ['a blob that YAML reads as a number', withPrompt(pin(DIGEST, '1'.repeat(40))), '6:13'],
    ['a short blob', withPrompt(pin(DIGEST, 'abc1234')), '6:13 "blob" must be a git blob id: 40 or 64 hex digits.'],
    ['an unknown key in a pin', withPrompt(`${pin()}      use: {}\n`), '7:7 Unknown key "use". Did you mean "uses"?'],
    [
      'an unknown key in a use',
      withPrompt(`${pin()}      uses:\n        t: { digest: ${DIGEST}, blob: ${BLOB}, uses: {} }\n`),
      'Unknown key "uses".',
    ],
    ['a prompt given twice', withPrompt(`${pin()}    greet:\n${pin()}`), '7:5 "greet" is given twice; the first is on line 4.'],
    ['an alias that shares a pin', `lockfileVersion: 1\nenvironments:\n  a: &x {}\n  b: *y\n`, '4:6'],
    ['broken YAML', 'lockfileVersion: 1\nenvironments: {\n', 'lockfile-invalid'],
  ])('refuses %s, with its place', (_case, text, expected) => {
    expect(said(text)).toContain(expected);
    expect(failureOf(text).code).toBe('lockfile-invalid');
  });
});
