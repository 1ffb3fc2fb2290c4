import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { succeed } from './command-line.ts';
import { type TemporaryRepository, temporaryRepository } from './git-repository.ts';

/** A small project in a git repository of its own. */
export interface TemporaryWorkspace extends TemporaryRepository {
  /** The text of a file, or nothing when it is not there. */
  text(path: string): string | undefined;
  /** Files that an atomic write left behind, anywhere but in git's own folder. */
  leftovers(): string[];
}

/** A prompt that says one text, and the tone of `shared/tone`. */
export function promptText(text: string): string {
  return `model: openai/gpt-4o-mini
messages:
  - role: system
    content: |-
      ${text}
      {% render "shared/tone" %}
  - role: user
    content: |-
      {{ question }}
inputs:
  question: { type: string, required: true }
`;
}

/** Two prompts that share a partial, committed and not locked. */
export function temporaryWorkspace(files: Readonly<Record<string, string>> = {}): TemporaryWorkspace {
  const repository = temporaryRepository();
  const workspace: TemporaryWorkspace = {
    ...repository,
    text: (path) => (existsSync(join(repository.path, path)) ? readFileSync(join(repository.path, path), 'utf8') : undefined),
    leftovers: () =>
      readdirSync(repository.path, { recursive: true, encoding: 'utf8' }).filter(
        (path) => /\.tmp$/.test(path) && !path.startsWith('.git/'),
      ),
  };
  workspace.commit({
    'promptlane.config.yaml': 'environments:\n  development: {}\n  staging: { after: development }\n  production: { after: staging }\n',
    '.gitignore': '.promptlane/\n',
    'prompts/shared/tone.partial.md': 'Answer in one short sentence.\n',
    'prompts/answer.prompt.yaml': promptText('You answer questions.'),
    'prompts/greet.prompt.yaml': promptText('You greet people.'),
    ...files,
  });
  return workspace;
}

/** The same, with the lockfile written and committed. */
export async function lockedWorkspace(files: Readonly<Record<string, string>> = {}): Promise<TemporaryWorkspace> {
  const workspace = temporaryWorkspace(files);
  await succeed(['lock'], { cwd: workspace.path });
  workspace.commit({}, 'Lock');
  return workspace;
}

/** Files of a suite that asks an OpenAI-like server a number of questions, and wants a word in each answer. */
export function suiteFiles(baseUrl: string, cases: number, wanted = 'Answer'): Record<string, string> {
  return {
    'promptlane.config.yaml': `models: { providers: { fake: { kind: openai, baseUrl: "${baseUrl}" } } }\n`,
    'evals/greeting.eval.yaml': `suite: greeting
prompts: [greet]
dataset: greeting.jsonl
model: fake/model
scorers: [{ id: polite, uses: contains, value: ${wanted} }]
gate: { polite: { mean: ">= 0.5" } }
`,
    'evals/greeting.jsonl': Array.from({ length: cases }, (_, index) => `{"inputs":{"question":"Question ${index}"}}\n`).join(''),
  };
}
