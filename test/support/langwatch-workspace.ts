import type { FakeLangwatch } from './fake-langwatch.ts';
import { temporaryClone, temporaryRepository } from './git-repository.ts';
import { type Checkout, checkoutOf, pushed } from './sync-project.ts';

export const GREET = 'prompts/greet.prompt.yaml';
export const ANSWER = 'prompts/answer.prompt.yaml';

/** A prompt that LangWatch can hold whole. */
export function plainPrompt(text: string): string {
  return `# Kept through every pull.
model: openai/gpt-4o-mini
modelParameters:
  temperature: 0.2
  max_tokens: 300
messages:
  - role: system
    content: ${text}
  - role: user
    content: "{{ question }}"
`;
}

export interface LangwatchWorkspace extends Checkout {
  /** Another checkout of the same history; `options` are those of git. */
  clone(...options: string[]): Checkout;
}

/** A project with a history whose registry is a LangWatch project; committed and not locked. */
export function langwatchWorkspace(
  server: Pick<FakeLangwatch, 'url' | 'apiKey'>,
  files: Readonly<Record<string, string>> = {},
): LangwatchWorkspace {
  const repository = temporaryRepository();
  repository.commit({
    'promptlane.config.yaml': `environments:
  development: {}
  staging: { after: development }
  production: { after: staging }
registry: { kind: langwatch, url: "${server.url}" }
`,
    '.gitignore': '.promptlane/\n',
    [GREET]: plainPrompt('You greet people.'),
    [ANSWER]: plainPrompt('You answer questions.'),
    ...files,
  });
  const env = { LANGWATCH_API_KEY: server.apiKey };
  return { ...checkoutOf(repository, env), clone: (...options) => checkoutOf(temporaryClone(repository, ...options), env) };
}

/** The same, locked, committed and pushed. */
export async function pushedToLangwatch(
  server: Pick<FakeLangwatch, 'url' | 'apiKey'>,
  files: Readonly<Record<string, string>> = {},
): Promise<LangwatchWorkspace> {
  const workspace = langwatchWorkspace(server, files);
  await pushed(workspace);
  return workspace;
}
