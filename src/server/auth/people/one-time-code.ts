import { createHmac, randomBytes } from 'node:crypto';

/** Makes codes that people type, once, and recognises them. */
export interface CodeKeeper {
  /** 100 random bits, such as `7Q2KD-XR5VM-0A1BC-9TWEF`, and what is stored of them. */
  mint(): { readonly code: string; readonly hash: string };
  /** What is stored of a code; the same for every way to type it. */
  hashOf(code: string): string;
}

/** Digits and letters that nobody takes for one another. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 20;

export function codeKeeper(pepper: Buffer): CodeKeeper {
  const hashOf = (code: string) => {
    const typed = code
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, '')
      .replaceAll('O', '0')
      .replace(/[IL]/g, '1');
    return createHmac('sha256', pepper).update(`code:${typed}`).digest('hex');
  };
  return {
    mint() {
      const letters = [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
      const code = (letters.match(/.{5}/g) ?? []).join('-');
      return { code, hash: hashOf(code) };
    },
    hashOf,
  };
}
