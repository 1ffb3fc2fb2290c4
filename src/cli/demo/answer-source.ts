import { request } from 'undici';

/** Where the demo's answers come from. */
export interface AnswerSource {
  /** What the reader is told of it. */
  readonly told: string;
  readonly isLive: boolean;
  /** Added to every `eval`. */
  readonly flags: readonly string[];
  /** Environment variables that no command of the demo sees. */
  readonly variables: Readonly<Record<string, undefined>>;
}

const OLLAMA = 'http://127.0.0.1:11434';

/** A provider whose key is set, else a model of a local Ollama, else the sample's recorded answers. */
export async function answerSource(variables: Readonly<Record<string, string | undefined>>): Promise<AnswerSource> {
  // The demo is about this folder: a registry that the reader uses otherwise must not be touched.
  const own = { PROMPTLANE_REGISTRY_URL: undefined, PROMPTLANE_TOKEN: undefined, PROMPTLANE_TOKEN_FILE: undefined, CI: undefined };
  if (variables.OPENAI_API_KEY)
    return { told: 'Live: OPENAI_API_KEY is set, so a real model answers.', isLive: true, flags: [], variables: own };
  const model = await ollamaModel();
  if (model !== undefined)
    return {
      told: `Live: ${model} answers, on the Ollama of this machine.`,
      isLive: true,
      flags: ['--model', `ollama/${model}`],
      variables: own,
    };
  return {
    told: 'The answers are recorded ones (cassettes/triage.jsonl). With OPENAI_API_KEY or a local Ollama a real model answers.',
    isLive: false,
    flags: [],
    variables: own,
  };
}

async function ollamaModel(): Promise<string | undefined> {
  try {
    const { statusCode, body } = await request(`${OLLAMA}/api/tags`, { headersTimeout: 500, bodyTimeout: 500 });
    const { models } = (await body.json()) as { models?: { name?: string }[] };
    return statusCode === 200 ? models?.[0]?.name : undefined;
  } catch {
    return undefined;
  }
}
