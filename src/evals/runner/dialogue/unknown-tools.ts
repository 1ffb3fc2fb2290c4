import { isJsonObject } from '../../../base/json/canonical-json.ts';
import { didYouMean } from '../../../base/text/suggest.ts';
import type { EvalCase } from '../../dataset/eval-case.ts';
import type { AskedVersion } from '../request/case-request.ts';

/**
 * Why results of tools that a case gives would never be used, in words: the prompt has no such tool.
 *
 * An older baseline may lack one, and a pipeline may bring its own.
 */
export function unknownTools(
  { version, suite, ignoreExtraInputs = false }: AskedVersion,
  { dialogue }: Pick<EvalCase, 'dialogue'>,
): string[] {
  if (ignoreExtraInputs || suite?.target !== undefined) return [];
  const known = version.content.tools.flatMap((tool) => {
    const described = isJsonObject(tool.function) ? tool.function : tool;
    return typeof described.name === 'string' ? [described.name] : [];
  });
  const unknown = Object.keys(dialogue?.toolResults ?? {}).filter((name) => !known.includes(name));
  return unknown.map((name) => `The prompt has no tool "${name}" that could give its result.${didYouMean(name, known)}`);
}
