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
  const measured = (version: PromptVersion) => {
    const { model } = version.content;
    const { whole, leading } = staticText(version);
    const window = model === undefined ? undefined : contextWindow?.(model);
    return { model, leading, tokens: countTokens(whole, model), leadingTokens: countTokens(leading, model), window };
  };
  const [old, young] = [measured(before), measured(after)];
  return [...lengthChange(old, young), ...leadingChange(old, young)];
}

interface Measured {
  readonly model: string | undefined;
  /** Of the whole static text. */
  readonly tokens: number;
  readonly leading: string;
  readonly leadingTokens: number;
  /** What the model reads, where known. */
  readonly window: number | undefined;
}

/** Each version is held against the window of its own model: another model may read less of the same text. */
function lengthChange(old: Measured, young: Measured): Found[] {
  const [was, is] = [old.tokens, young.tokens];
  const found = { rule: 'E508' as const, path: ['messages'], ...sides(was, is) };
  const isOver = ({ tokens, window }: Measured) => window !== undefined && tokens > window;
  if (isOver(young) && !isOver(old)) {
    const message = `The text alone has about ${is} tokens, and ${young.model} reads ${young.window}.`;
    return [{ ...found, message, hint: 'Shorten the text, or take a model that reads more.', level: 'error' }];
  }
  if (is <= was * GROWTH) return [];
  const share = was === 0 ? '' : ` (+${Math.round((is / was - 1) * 100)} %)`;
  return [{ ...found, message: `Every call has about ${is} tokens of static text, not ${was}${share}.` }];
}

function leadingChange(old: Measured, young: Measured): Found[] {
  const [was, is] = [old.leadingTokens, young.leadingTokens];
  if (young.leading.startsWith(old.leading) || was - is < LEADING_LOSS) return [];
  const message = `The text before the first variable has about ${is} tokens, not ${was}: less of it can be cached.`;
  return [{ rule: 'E509', path: ['messages'], message, ...sides(was, is) }];
}
