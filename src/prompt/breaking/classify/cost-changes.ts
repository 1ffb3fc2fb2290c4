import type { PromptVersion } from '../../version.ts';
import type { BreakingOptions } from '../breaking-change.ts';
import { type Found, sides } from '../found.ts';
import { staticText } from './static-text.ts';

/** A prompt that grows by less than this share is not worth a word. */
const GROWTH = 1.2;
/** A leading text that loses fewer tokens than this is no loss to a cache. */
const LEADING_LOSS = 16;

/** What every call costs (E508, E509): tokens of the static text, since what variables hold is not known. */
export function costChanges(before: PromptVersion, after: PromptVersion, { countTokens, contextWindow }: BreakingOptions): Found[] {
  if (countTokens === undefined) return [];
  const [old, young] = [staticText(before), staticText(after)];
  const { model } = after.content;
  const [was, is] = [countTokens(old.whole, before.content.model), countTokens(young.whole, model)];
  const window = model === undefined ? undefined : contextWindow?.(model);
  return [
    ...lengthChange(was, is, model, window),
    ...leadingChange(countTokens(old.leading, model), countTokens(young.leading, model), young.leading.startsWith(old.leading)),
  ];
}

function lengthChange(was: number, is: number, model: string | undefined, window: number | undefined): Found[] {
  const found = { rule: 'E508' as const, path: ['messages'], ...sides(was, is) };
  if (window !== undefined && is > window && was <= window) {
    return [{ ...found, message: `The text alone has ${is} tokens, and ${model} reads ${window}.`, level: 'error' }];
  }
  if (is <= was * GROWTH) return [];
  const share = was === 0 ? '' : ` (+${Math.round((is / was - 1) * 100)} %)`;
  return [{ ...found, message: `Every call has ${is} tokens of static text, not ${was}${share}.` }];
}

function leadingChange(was: number, is: number, isKept: boolean): Found[] {
  if (isKept || was - is < LEADING_LOSS) return [];
  const message = `The text before the first variable has ${is} tokens, not ${was}: less of it can be cached.`;
  return [{ rule: 'E509', path: ['messages'], message, ...sides(was, is) }];
}
