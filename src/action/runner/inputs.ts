import { Failure } from '../../base/failure.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { isEnvironmentName } from '../../release/environment.ts';

/** Every input with its default; action.yml says the same, and what each means. */
export const INPUT_DEFAULTS = {
  command: 'ci',
  args: '',
  environment: '',
  against: 'auto',
  'working-directory': '.',
  config: '',
  'fail-on': '',
  'max-cost': '',
  comment: 'auto',
  report: '',
  'sarif-file': '',
  'junit-file': '',
  'annotations-limit': '10',
  token: '',
  'registry-url': '',
  oidc: 'auto',
  'oidc-audience': '',
} as const;

export type InputName = keyof typeof INPUT_DEFAULTS;

export const ACTION_COMMANDS = [
  'ci',
  'check',
  'breaking',
  'eval',
  'lock',
  'verify',
  'status',
  'plan',
  'push',
  'apply',
  'promote',
  'comment',
] as const;
export type ActionCommand = (typeof ACTION_COMMANDS)[number];

/** What a workflow said under `with:`, checked; an input that says nothing is an empty text. */
export interface Inputs {
  readonly command: ActionCommand;
  readonly comment: 'auto' | 'always' | 'never';
  readonly oidc: 'auto' | 'never';
  text(name: InputName): string;
  /** Inputs that say something else than their default. */
  readonly given: readonly InputName[];
}

/** Reads the inputs as the runner hands them over: `INPUT_` and the name in capitals, spaces as underscores, hyphens kept. @throws Failure `usage-invalid` */
export function readInputs(variables: Readonly<Record<string, string | undefined>>): Inputs {
  const text = (name: InputName) => (variables[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '').trim() || INPUT_DEFAULTS[name];
  const environment = text('environment');
  if (environment !== '' && !isEnvironmentName(environment)) throw refused('environment', environment, 'the name of an environment');
  wholeNumber('annotations-limit', text('annotations-limit'));
  const names = Object.keys(INPUT_DEFAULTS) as InputName[];
  return {
    command: oneOf('command', text('command'), ACTION_COMMANDS),
    comment: oneOf('comment', text('comment'), ['auto', 'always', 'never']),
    oidc: oneOf('oidc', text('oidc'), ['auto', 'never']),
    text,
    given: names.filter((name) => text(name) !== INPUT_DEFAULTS[name]),
  };
}

function oneOf<Word extends string>(name: InputName, text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw refused(name, text, `one of ${words.join(', ')}`, didYouMean(text, words));
}

function wholeNumber(name: InputName, text: string): void {
  if (!/^\d{1,4}$/.test(text)) throw refused(name, text, 'a whole number');
}

function refused(name: InputName, text: string, wanted: string, meant = ''): Failure {
  return new Failure('usage-invalid', `The input \`${name}\` is ${wanted}, not "${text}".${meant}`, {
    hint: 'Mend it under `with:` of the step; docs/github-action.md lists the inputs.',
  });
}
