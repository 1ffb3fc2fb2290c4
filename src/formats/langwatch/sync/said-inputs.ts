import { analyseTemplate } from '../../../prompt/template/analyse-template.ts';
import type { LangwatchInput } from '../api/langwatch-config.ts';
import { conversationOf, type RemoteContent } from './remote-content.ts';

/** What LangWatch lists of every prompt, used or not. */
const ALWAYS_THERE = 'input';

/**
 * The inputs that say more than the texts do.
 *
 * LangWatch lists each variable of a text as an input of type `str`, and one called `input` besides.
 */
export function saidInputs(content: RemoteContent): readonly LangwatchInput[] {
  const used = variablesIn(content);
  return content.inputs.filter(({ identifier, type }) => type !== 'str' || (identifier !== ALWAYS_THERE && !used.has(identifier)));
}

/** The inputs but the one that is always there, unless a text uses it. */
export function listedInputs(content: RemoteContent): readonly LangwatchInput[] {
  const used = variablesIn(content);
  return content.inputs.filter(({ identifier, type }) => type !== 'str' || identifier !== ALWAYS_THERE || used.has(identifier));
}

/** The content as LangWatch will answer it: with an input for each variable of the texts. */
export function withFoundInputs(content: RemoteContent): RemoteContent {
  const declared = new Set(content.inputs.map(({ identifier }) => identifier));
  const found = [...variablesIn(content)].filter((name) => !declared.has(name));
  return { ...content, inputs: [...content.inputs, ...found.map((identifier) => ({ identifier, type: 'str' as const }))] };
}

function variablesIn(content: RemoteContent): ReadonlySet<string> {
  return new Set(
    conversationOf(content).flatMap(({ content: text }) =>
      analyseTemplate(text, 'liquid').variables.map(({ path }) => path.split('.')[0] ?? path),
    ),
  );
}
