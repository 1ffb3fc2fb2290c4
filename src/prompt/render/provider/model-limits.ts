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
