import { join, resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { ActionCommand, InputName, Inputs } from '../runner/inputs.ts';
import { argumentWords } from './argument-words.ts';

/** Where a step leaves its files. */
export interface StepFiles {
  readonly reportJson: string;
  readonly reportMarkdown: string;
  readonly plan: string;
}

export function stepFiles(folder: string): StepFiles {
  return {
    reportJson: join(folder, REPORT_NAME),
    reportMarkdown: join(folder, 'promptlane-report.md'),
    plan: join(folder, 'promptlane-plan.json'),
  };
}

/** What the report is called, also in the artifact that brings it to another job. */
export const REPORT_NAME = 'promptlane-report.json';

interface Request {
  readonly inputs: Inputs;
  readonly files: StepFiles;
  /** Below which names of files are given, absolute. */
  readonly workspace: string;
}

interface CommandShape {
  /** Inputs that mean something to it, besides those that do to every command. */
  readonly takes: readonly InputName[];
  /** It changes what is served, or asks with keys: nothing to do for a stranger's change. */
  readonly needsTrust?: true;
  words(request: Request): readonly (string | undefined)[];
}

const FOR_ALL: readonly InputName[] = ['command', 'args', 'working-directory', 'config', 'token', 'registry-url', 'oidc', 'oidc-audience'];
const REPORTS: readonly InputName[] = ['sarif-file', 'junit-file'];

const SHAPES: Readonly<Record<Exclude<ActionCommand, 'comment'>, CommandShape>> = {
  ci: {
    takes: ['environment', 'against', 'fail-on', 'max-cost', 'comment', 'annotations-limit', ...REPORTS],
    words: ({ inputs, files, workspace }) => [
      'ci',
      against(inputs),
      flag('--env', inputs.text('environment')),
      flag('--fail-on', inputs.text('fail-on')),
      flag('--max-cost', inputs.text('max-cost')),
      flag('--annotations-limit', inputs.text('annotations-limit')),
      flag('--sarif', file(inputs.text('sarif-file'), workspace)),
      flag('--junit', file(inputs.text('junit-file'), workspace)),
      flag('--report-json', files.reportJson),
      flag('--report-md', files.reportMarkdown),
      flag('--plan-out', files.plan),
    ],
  },
  check: { takes: REPORTS, words: (request) => ['check', ...reportFlags(request)] },
  breaking: {
    takes: ['environment', 'against', ...REPORTS],
    words: (request) => [
      'breaking',
      against(request.inputs),
      flag('--environment', request.inputs.text('environment')),
      ...reportFlags(request),
    ],
  },
  eval: {
    takes: ['environment', 'max-cost'],
    // It asks the addresses that a suite names. ci takes recorded answers alone.
    needsTrust: true,
    words: ({ inputs }) => ['eval', flag('--env', inputs.text('environment')), flag('--max-cost', inputs.text('max-cost'))],
  },
  lock: { takes: [], words: () => ['lock', '--check'] },
  verify: { takes: [], words: () => ['verify'] },
  status: { takes: [], words: () => ['status'] },
  plan: {
    takes: ['environment'],
    needsTrust: true,
    words: ({ inputs, files }) => ['plan', inputs.text('environment'), flag('--out', files.plan)],
  },
  push: { takes: [], needsTrust: true, words: () => ['push'] },
  apply: { takes: ['environment'], needsTrust: true, words: ({ inputs }) => ['apply', inputs.text('environment')] },
  promote: {
    takes: ['environment'],
    needsTrust: true,
    words: ({ inputs }) => ['promote', flag('--to', inputs.text('environment'))],
  },
};

/** The arguments of the command line for a step, each one word whatever is in it. @throws Failure `usage-invalid` */
export function commandWords(command: Exclude<ActionCommand, 'comment'>, request: Request): string[] {
  const { inputs } = request;
  const shape = SHAPES[command];
  const idle = inputs.given.find((name) => !FOR_ALL.includes(name) && !shape.takes.includes(name));
  if (idle !== undefined) {
    throw new Failure('usage-invalid', `The input \`${idle}\` means nothing to \`${command}\`.`, {
      hint: 'Leave it out, or give flags of the command in `args`; docs/github-action.md says which command takes what.',
    });
  }
  const globals = [flag('--config', file(inputs.text('config'), request.workspace)), flag('--registry', inputs.text('registry-url'))];
  const words = [...globals, '--no-input', ...shape.words(request)].filter((word) => word !== undefined && word !== '');
  return [...(words as string[]), ...argumentWords(inputs.text('args'))];
}

/** True when a command is refused for a stranger's change. */
export function needsTrust(command: Exclude<ActionCommand, 'comment'>): boolean {
  return SHAPES[command].needsTrust ?? false;
}

/** True when a command line may speak with the registry; one that cannot needs no token for it. */
export function mayAskRegistry(command: Exclude<ActionCommand, 'comment'>, words: readonly string[]): boolean {
  if (command === 'verify') return words.includes('--online');
  return command !== 'check' && command !== 'lock';
}

function against(inputs: Inputs): string | undefined {
  const side = inputs.text('against');
  return side === 'auto' ? undefined : flag('--against', side);
}

/** One word, so that no value is ever taken for a flag. */
function flag(name: string, value: string): string | undefined {
  return value === '' ? undefined : `${name}=${value}`;
}

function file(name: string, workspace: string): string {
  return name === '' ? '' : resolve(workspace, name);
}

/** These two commands write one form at a time; without a file they annotate the lines of the pull request. */
function reportFlags({ inputs, workspace }: Request): readonly (string | undefined)[] {
  const [sarif, junit] = [inputs.text('sarif-file'), inputs.text('junit-file')];
  if (sarif !== '' && junit !== '') {
    throw new Failure('usage-invalid', `\`${inputs.command}\` writes one of \`sarif-file\` and \`junit-file\`.`, {
      hint: 'Use `command: ci`, which writes both, or a step for each.',
    });
  }
  if (sarif === '' && junit === '') return ['--format=github'];
  return [`--format=${sarif === '' ? 'junit' : 'sarif'}`, flag('--output', file(sarif || junit, workspace))];
}
