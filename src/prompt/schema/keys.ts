import { PROMPT_FILE } from './file-shapes.generated.ts';
import { keysOf } from './shape/keys-of.ts';

export const TOP_LEVEL_KEYS: readonly string[] = keysOf(PROMPT_FILE, []);
export const MESSAGE_KEYS: readonly string[] = keysOf(PROMPT_FILE, ['messages', 0]);
export const PARAMETER_NAMES: readonly string[] = keysOf(PROMPT_FILE, ['modelParameters']);
export const INPUT_KEYWORDS: readonly string[] = keysOf(PROMPT_FILE, ['inputs', 'name']);

/** Keys that neither GitHub Models nor LangWatch know: a file that uses one is written for us. */
export const OWN_KEYS: ReadonlySet<string> = new Set([
  'id',
  'template',
  'inputs',
  'tools',
  'toolChoice',
  'guardrails',
  'risk',
  'tags',
  'owners',
  'metadata',
  'aliases',
]);
