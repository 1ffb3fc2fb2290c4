import type { JsonObject } from '../../base/json/canonical-json.ts';
import type { Prompt } from '../../prompt/prompt.ts';
import { refuseExport } from '../exported-texts.ts';
import type { ExportedPrompt } from '../foreign-format.ts';
import { kindsOf } from '../reading/input-specs.ts';
import type { OwnText } from '../template/liquid/read-liquid-value.ts';

/** A text of a prompt, ready to be written in another language. `part` names it for people: `message 2`. */
export function ownText(exported: ExportedPrompt, text: string, part: string): OwnText {
  return {
    text,
    kinds: kindsOf((exported.prompt.inputs ?? {}) as Readonly<Record<string, JsonObject>>),
    refuse: (at, message, hint) => refuseExport(exported, part, text, at, message, hint),
  };
}

/** The inputs that have a value whatever the caller passes. */
export function certainInputs({ inputs = {} }: Prompt): ReadonlySet<string> {
  const entries = Object.entries(inputs).filter(([, { type, required, default: value }]) => {
    const isNever = type === 'null' || (Array.isArray(type) && type.includes('null'));
    return !isNever && (required === true || (value !== undefined && value !== null));
  });
  return new Set(entries.map(([name]) => name));
}
