import { describe, expect, test } from 'vitest';
import { readInputs } from './inputs.ts';

describe('readInputs', () => {
  test('reads them as the runner hands them over: in capitals, hyphens kept', () => {
    const inputs = readInputs({ INPUT_COMMAND: 'plan', 'INPUT_REGISTRY-URL': ' https://prompts.acme.dev ', INPUT_ENVIRONMENT: '' });
    expect(inputs.command).toBe('plan');
    expect(inputs.text('registry-url')).toBe('https://prompts.acme.dev');
    expect(inputs.text('environment')).toBe('');
    expect(inputs.given).toEqual(['command', 'registry-url']);
  });

  test('holds defaults where nothing is given', () => {
    expect(readInputs({})).toMatchObject({ command: 'ci', comment: 'auto', oidc: 'auto', given: [] });
  });

  test.each([
    [
      'COMMAND',
      'aply',
      'The input `command` is one of ci, check, breaking, eval, lock, verify, status, plan, push, apply, promote, comment',
    ],
    ['COMMENT', 'yes', 'The input `comment` is one of auto, always, never, not "yes".'],
    ['ENVIRONMENT', '--prune', 'The input `environment` is the name of an environment, not "--prune".'],
    ['ANNOTATIONS-LIMIT', 'all', 'The input `annotations-limit` is a whole number, not "all".'],
  ])('refuses a wrong %s', (name, text, message) => {
    expect(() => readInputs({ [`INPUT_${name}`]: text })).toThrow(
      expect.objectContaining({ code: 'usage-invalid', message: expect.stringContaining(message) }),
    );
  });

  test('names the command that was probably meant', () => {
    expect(() => readInputs({ INPUT_COMMAND: 'aply' })).toThrow(/apply/);
  });
});
