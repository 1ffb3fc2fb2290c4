import { Failure } from '../../base/failure.ts';

/** The value of a flag that counts something. @throws Failure `usage-invalid` */
export function wholeNumber(flag: string, text: string, { from, to }: { readonly from: number; readonly to?: number }): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= (to ?? Number.MAX_SAFE_INTEGER)) return value;
  const range = to === undefined ? `of at least ${from}` : `from ${from} to ${to}`;
  throw new Failure('usage-invalid', `${flag} takes a whole number ${range}, not "${text}".`);
}

/** The value of a flag that measures something. @throws Failure `usage-invalid` */
export function positiveNumber(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new Failure('usage-invalid', `${flag} takes a number above 0, not "${text}".`);
}

/** The value of a flag that must say something: a reason, an address. @throws Failure `usage-invalid` when it says nothing. */
export function saidText(flag: string, text: string, hint = 'Say why in a few words: others will read it in the history.'): string {
  if (text.trim() !== '') return text.trim();
  throw new Failure('usage-invalid', `${flag} is empty.`, { hint });
}

/** What `--break-glass` asks for. @throws Failure `usage-invalid` when it comes without a reason, or a reason without it. */
export function brokenGlass({ breakGlass, reason }: { readonly breakGlass: boolean; readonly reason?: string }): {
  breakGlass?: { readonly reason: string };
} {
  if (!breakGlass) {
    if (reason === undefined) return {};
    throw new Failure('usage-invalid', '--reason goes with --break-glass.', { hint: 'Say why you move pins with `--message`.' });
  }
  return { breakGlass: { reason: saidText('--reason', reason ?? '') } };
}
