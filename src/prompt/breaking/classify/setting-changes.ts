import { canonicalJson, type Json } from '../../../base/json/canonical-json.ts';
import { diffFields } from '../../diff/diff-fields.ts';
import type { PromptVersion } from '../../version.ts';
import { type Found, sides } from '../found.ts';
import { jsonType } from '../schema/json-type.ts';

/** What the application and the policies read of a prompt (B404, N603). */
export function settingChanges({ content: before }: PromptVersion, { content: after }: PromptVersion): Found[] {
  const parameters = diffFields(before.appParameters ?? {}, after.appParameters ?? {}).map((change): Found => {
    const { path, before: old, after: young } = change;
    const breaks = old !== undefined && (young === undefined || jsonType(old) !== jsonType(young));
    const message = `The application parameter ${path} is now ${shown(young)}, not ${shown(old)}.`;
    return { rule: breaks ? 'B404' : 'N603', path: ['parameters', ...path.split('.').slice(0, 1)], message, ...sides(old, young) };
  });
  if (before.risk === after.risk) return parameters;
  const message = `The risk class is now ${shown(after.risk)}, not ${shown(before.risk)}.`;
  return [...parameters, { rule: 'N603', path: ['risk'], message, ...sides(before.risk, after.risk) }];
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'unset' : typeof value === 'string' ? value : canonicalJson(value);
}
