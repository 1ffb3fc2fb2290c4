import type { Diagnostic } from '../../../base/diagnostic.ts';
import { isJsonObject, type Json } from '../../../base/json/canonical-json.ts';
import type { PromptVersion } from '../../../prompt/version.ts';
import type { EvalCase } from '../eval-case.ts';
import { datasetFinding } from '../rows/raw-rows.ts';

/** Shorter texts are in prompts by chance. */
const LEAST_LENGTH = 30;

/** A warning for a case whose input stands in a prompt as an example: the model is told the answer that it is asked for. */
export function leakFinder(versions: readonly PromptVersion[]): (evalCase: EvalCase) => Diagnostic | undefined {
  const texts = versions.map((version) => ({ id: version.id, text: textOf(version) }));
  return ({ inputs, dialogue, where }) => {
    if (texts.length === 0) return undefined;
    const asked = [inputs, ...(dialogue?.turns ?? []).map(({ content }) => content)];
    const said = stringsIn(asked).filter((text) => text.length >= LEAST_LENGTH);
    const prompt = texts.find(({ text }) => said.some((one) => text.includes(one)));
    if (prompt === undefined) return undefined;
    const message = `An input of this case stands in the prompt ${prompt.id}, as an example that the model sees.`;
    return datasetFinding('warning', where, 'case-leaked', message, 'Ask what the prompt does not tell: change the case or the example.');
  };
}

function textOf({ content, partials }: PromptVersion): string {
  const own = content.messages.map((message) => message.content ?? '');
  return plain([...own, ...[...partials.values()].map((partial) => partial.content.text)].join('\n'));
}

function stringsIn(value: Json): string[] {
  if (typeof value === 'string') return [plain(value)];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  return isJsonObject(value) ? Object.values(value).flatMap((member) => stringsIn(member as Json)) : [];
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase();
}
