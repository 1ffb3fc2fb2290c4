/**
 * True for a model of OpenAI that reasons before it answers: it refuses a temperature of its own and the penalties.
 *
 * By name, as OpenAI's service knows no other way; `chat` variants of GPT-5 answer at once and take them.
 */
export function isOpenAIReasoningModel(name: string): boolean {
  return /^(?:ft:)?(?:o[1-9](?:-|$)|gpt-[5-9](?!.*-chat)|codex-mini)/.test(name);
}

/** False for models of Anthropic from Opus 4.7 on: they refuse `temperature`, `top_p` and `top_k`. */
export function takesAnthropicSampling(name: string): boolean {
  return !/^claude-(?:opus-4-[7-9]|mythos|fable|[a-z]+-(?:[5-9]|\d\d)(?:-|$))/.test(name);
}

/** False for models of Anthropic from before structured outputs (4.0 and older): a forced tool gives them their schema. */
export function hasAnthropicStructuredOutput(name: string): boolean {
  return !/^claude-(?:instant|[23]|(?:opus|sonnet)-4(?:-0|-\d{8}|-latest)?$)/.test(name);
}

/**
 * True for a model of OpenAI that its service offers in the responses API only: chat completions answer 404 for it.
 *
 * The pro models, Codex, deep research and computer use, but for `codex-mini` nothing that chat completions know.
 */
export function needsResponses(name: string): boolean {
  return /^(?:ft:)?(?:(?:o[1-9]|gpt-[5-9](?:\.\d+)?)-pro(?:-|$)|gpt-[5-9](?:\.\d+)?-codex|codex-mini|o[1-9](?:-mini)?-deep-research|computer-use)/.test(
    name,
  );
}

/** Budgets by the words that prompts use for effort, as Google's own table for clients of OpenAI has them. */
const THINKING_BUDGETS: Readonly<Record<string, number>> = { none: 0, minimal: 1024, low: 1024, medium: 8192, high: 24_576 };

/** How a model of Google is told to think; undefined for one that cannot be told in this word. */
export function googleThinking(name: string, effort: string): { thinkingLevel: string } | { thinkingBudget: number } | undefined {
  if (/^gemini-(?:[3-9]|\d\d)/.test(name)) return effort === 'none' ? undefined : { thinkingLevel: effort };
  const budget = THINKING_BUDGETS[effort];
  return /^gemini-2\.5/.test(name) && budget !== undefined ? { thinkingBudget: budget } : undefined;
}

/** True for models of Google that refuse a call of a tool in the history without the signature of the thought behind it. */
export function wantsThoughtSignatures(name: string): boolean {
  return /^gemini-(?:[3-9]|\d\d)/.test(name);
}
