import { matchesPathPattern } from '../../base/text/path-pattern.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { VersionFact } from './facts.ts';
import type { Policy, Requirements } from './policy.ts';

/**
 * What a policy requires of one version: what it asks of all, and what it asks of this prompt or of its risk.
 *
 * A version that does not say how risky it is counts as one of high risk: leaving a word out must open no gate.
 */
export function requirementsOf({ require, when }: Policy, prompt: PromptId, { risk = 'high' }: VersionFact): Requirements[] {
  const added = when.filter((one) => (one.risk?.includes(risk) ?? true) && isMeant(prompt, one.prompts));
  return [require, ...added.map((one) => one.require)];
}

/** Whether a prompt is one of those that a list of patterns names; no list names all. */
export function isMeant(prompt: PromptId, patterns: readonly string[] | undefined): boolean {
  return patterns?.some((pattern) => matchesPathPattern(pattern, prompt)) ?? true;
}
