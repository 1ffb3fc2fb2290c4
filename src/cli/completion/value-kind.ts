/** What a value names that only the project, or the disk, knows. */
export type ValueKind = 'files' | 'environments' | 'prompts' | 'references' | 'suites';

/** What each placeholder of a help stands for; the others are free texts. */
const KINDS: Readonly<Record<string, ValueKind>> = {
  file: 'files',
  files: 'files',
  path: 'files',
  paths: 'files',
  folder: 'files',
  dir: 'files',
  environment: 'environments',
  target: 'environments',
  prompt: 'prompts',
  prompts: 'prompts',
  id: 'prompts',
  ref: 'references',
  reference: 'references',
  references: 'references',
  before: 'references',
  after: 'references',
  name: 'suites',
  names: 'suites',
  suite: 'suites',
  suites: 'suites',
};

/** The kind of values that a placeholder of an argument or a flag stands for. */
export function valueKind(placeholder: string, flag: string): ValueKind | undefined {
  const name = placeholder.replace(/\.{3}$/, '');
  // What is written to a file is named by a file, whatever the help calls it.
  if (flag === '--out' || flag === '--data') return 'files';
  return Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
}
