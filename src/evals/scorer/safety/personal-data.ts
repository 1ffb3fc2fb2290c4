import { matchesIn } from '../../../base/text/matches-in.ts';

/** A kind of personal data: how it looks, and what tells it from other digits. */
interface PersonalKind {
  readonly name: string;
  readonly pattern: RegExp;
  /** A sign that it always has: a text without it is not looked through. */
  readonly sign?: string;
  /** True when a match can be one. */
  readonly isValid?: (match: string) => boolean;
}

/** A piece of personal data in a text. */
export interface PersonalData {
  /** For example `an e-mail address`. */
  readonly name: string;
  readonly text: string;
}

/**
 * What is looked for. Numbers are checked by their own digits where they have such: card numbers (Luhn, ISO/IEC 7812)
 * and IBANs (ISO 13616). Every pattern is bounded: none can be made slow.
 */
const KINDS: readonly PersonalKind[] = [
  {
    name: 'an e-mail address',
    pattern: /(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z\d-]{1,63}\.){1,4}[a-z]{2,24}(?![\w-])/gi,
    sign: '@',
    isValid: isNoExample,
  },
  { name: 'a card number', pattern: /(?<![\d.-])\d(?:[ -]?\d){12,18}(?![\d-])/g, isValid: isCardNumber },
  { name: 'an IBAN', pattern: /(?<![A-Z\d])[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?(?![A-Z\d])/g, isValid: isIban },
  { name: 'a US social security number', pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\d-])/g },
  { name: 'a phone number', pattern: /(?<![\w+])\+[1-9]\d{0,2}(?:[ .-]?\(?\d{1,4}\)?){2,5}(?!\w)/g, sign: '+', isValid: hasPhoneDigits },
  { name: 'a phone number', pattern: /(?<![\w(-])(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}(?![\w-])/g },
];

/** The personal data that a text holds, by kind. */
export function personalData(text: string): PersonalData[] {
  return KINDS.flatMap(({ name, pattern, sign = '', isValid = () => true }) =>
    (text.includes(sign) ? matchesIn(text, pattern) : []).filter(([match]) => isValid(match)).map(([match]) => ({ name, text: match })),
  );
}

/** Names that nobody can have (RFC 2606). */
function isNoExample(address: string): boolean {
  return !/@(?:.*\.)?(?:example\.(?:com|net|org)|example|test|invalid|localhost)$/i.test(address);
}

function isCardNumber(match: string): boolean {
  const digits = [...match.replace(/\D/g, '')].map(Number).reverse();
  // Zeros alone pass every check.
  if (new Set(digits).size === 1) return false;
  const sum = digits.reduce((total, digit, index) => total + (index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2), 0);
  return sum % 10 === 0;
}

function isIban(match: string): boolean {
  const bare = match.replaceAll(' ', '');
  const turned = `${bare.slice(4)}${bare.slice(0, 4)}`;
  const remainder = [...turned].reduce((rest, character) => {
    const value = Number.parseInt(character, 36);
    return (rest * (value > 9 ? 100 : 10) + value) % 97;
  }, 0);
  return bare.length >= 15 && remainder === 1;
}

function hasPhoneDigits(match: string): boolean {
  const { length } = match.replace(/\D/g, '');
  return length >= 8 && length <= 15;
}
