import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ActionCommand, readInputs } from '../runner/inputs.ts';
import { argumentWords } from './argument-words.ts';
import { cliEnvironment } from './cli-environment.ts';
import { commandWords, mayAskRegistry, stepFiles } from './command-line.ts';

const FILES = stepFiles('/temp');

function wordsOf(given: Readonly<Record<string, string>>): string[] {
  const inputs = readInputs(Object.fromEntries(Object.entries(given).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text])));
  return commandWords(inputs.command as Exclude<ActionCommand, 'comment'>, { inputs, files: FILES, workspace: '/checkout' });
}

describe('commandWords', () => {
  test('asks ci for every file, and for nothing else that is not given', () => {
    expect(wordsOf({})).toEqual([
      '--no-input',
      'ci',
      '--annotations-limit=10',
      '--report-json=/temp/promptlane-report.json',
      '--report-md=/temp/promptlane-report.md',
      '--plan-out=/temp/promptlane-plan.json',
    ]);
  });

  test('hands every input over as one word', () => {
    const words = wordsOf({
      against: '--restricted; rm -rf /',
      environment: 'production',
      'fail-on': 'check,lock',
      'sarif-file': 'out/a b.sarif',
      config: 'app/ci.yaml',
      'registry-url': 'https://prompts.acme.dev',
      args: '--suites all',
    });
    expect(words).toEqual(
      expect.arrayContaining([
        '--against=--restricted; rm -rf /',
        '--env=production',
        '--fail-on=check,lock',
        '--sarif=/checkout/out/a b.sarif',
        '--config=/checkout/app/ci.yaml',
        '--registry=https://prompts.acme.dev',
      ]),
    );
    expect(words.slice(-2)).toEqual(['--suites', 'all']);
  });

  test.each([
    ['check', {}, ['check', '--format=github']],
    ['breaking', { 'sarif-file': 'a.sarif' }, ['breaking', '--format=sarif', '--output=/checkout/a.sarif']],
    ['eval', { environment: 'staging', 'max-cost': '2' }, ['eval', '--env=staging', '--max-cost=2']],
    ['lock', {}, ['lock', '--check']],
    ['plan', { environment: 'staging' }, ['plan', 'staging', '--out=/temp/promptlane-plan.json']],
    ['apply', { environment: 'staging' }, ['apply', 'staging']],
    ['promote', { environment: 'production', args: '--all' }, ['promote', '--to=production', '--all']],
    ['push', { args: '-m "a new tone"' }, ['push', '-m', 'a new tone']],
  ])('of %s', (command, given, words) => {
    expect(wordsOf({ command, ...given })).toEqual(['--no-input', ...words]);
  });

  test.each([
    [{ command: 'push', against: 'main' }, 'The input `against` means nothing to `push`.'],
    [{ command: 'check', 'sarif-file': 'a', 'junit-file': 'b' }, '`check` writes one of `sarif-file` and `junit-file`.'],
    [{ args: '--suites "all' }, 'A quote in the input `args` does not end.'],
  ])('refuses %j', (given, message) => {
    expect(() => wordsOf(given as Record<string, string>)).toThrow(message);
  });
});

describe('argumentWords', () => {
  test('are the words, with quotes around what has spaces and no shell', () => {
    expect(argumentWords(`a  --x="b c"\n'd "e' $HOME ; ""`)).toEqual(['a', '--x=b c', 'd "e', '$HOME', ';', '']);
    expect(argumentWords(' ')).toEqual([]);
  });

  test('give back every list that is quoted', () => {
    const word = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes("'"));
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(argumentWords(words.map((each) => `'${each}'`).join(' '))).toEqual(words);
      }),
    );
  });
});

describe('mayAskRegistry', () => {
  test.each([
    [{ command: 'check' }, false],
    [{ command: 'lock' }, false],
    [{ command: 'verify' }, false],
    [{ command: 'verify', args: '--online' }, true],
    [{ command: 'plan', environment: 'staging' }, true],
    [{}, true],
  ])('of %j is %s', (given, asks) => {
    const { command = 'ci' } = given as { command?: Exclude<ActionCommand, 'comment'> };
    expect(mayAskRegistry(command, wordsOf(given))).toBe(asks);
  });
});

describe('cliEnvironment', () => {
  const VARIABLES = {
    PATH: '/bin',
    CI: 'true',
    OPENAI_API_KEY: 'sk-1',
    PROMPTLANE_TOKEN: 'plt_1',
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: '/summary',
    GITHUB_OUTPUT: '/output',
    GITHUB_ENV: '/env',
    GITHUB_PATH: '/path',
    GITHUB_TOKEN: 'ghs_other',
    GITHUB_APP_KEY: 'pem',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'idt',
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token',
    ACTIONS_RUNTIME_TOKEN: 'rt',
    INPUT_TOKEN: 'ghs_job',
    'INPUT_REGISTRY-URL': 'https://prompts.acme.dev',
    UNDER_ANOTHER_NAME: 'Bearer ghs_job',
  };

  test('leaves out what is the step’s, and the token under any name', () => {
    expect(Object.keys(cliEnvironment(VARIABLES, { token: 'ghs_job', isRestricted: false }))).toEqual([
      'PATH',
      'CI',
      'OPENAI_API_KEY',
      'PROMPTLANE_TOKEN',
      'GITHUB_ACTIONS',
      'GITHUB_STEP_SUMMARY',
      'GITHUB_APP_KEY',
    ]);
  });

  test('has no secret for a stranger’s change, whatever it is called', () => {
    expect(cliEnvironment(VARIABLES, { token: 'ghs_job', isRestricted: true })).toEqual({
      PATH: '/bin',
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: '/summary',
    });
  });
});
