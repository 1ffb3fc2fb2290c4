import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Failure } from '../../../base/failure.ts';
import { secretBox } from '../../secrets/secret-box.ts';
import type { Handshake } from './identity-provider.ts';

/** The program of a person that waits on the same machine as their browser. */
export interface WaitingProgram {
  readonly port: number;
  /** What it finds again in the answer. */
  readonly state: string;
  /** The SHA-256 of what it alone knows, in base64url: nobody else gets a token by its code. */
  readonly challenge: string;
}

/** A sign-in that has begun in one browser. */
export interface BegunSignIn extends Handshake {
  readonly until: number;
  readonly program?: WaitingProgram;
}

/** What a program exchanges for a token of the person who signed in. */
export interface ProgramCode {
  readonly principal: string;
  readonly challenge: string;
  readonly until: number;
}

/** Keeps what lies between two requests with those who send them, sealed: servers of one registry need not share it. */
export interface HandshakeKeeper {
  /** The `Set-Cookie` header: only this browser can finish what it began. */
  keep(begun: BegunSignIn): string;
  /** @throws Failure `sign-in-refused` for a browser that began nothing, or too long ago. */
  found(cookie: string | undefined, time: number): BegunSignIn;
  /** The header that has the browser forget it. */
  readonly farewell: string;
  codeFor(code: ProgramCode): string;
  /** @throws Failure `code-refused` for a code of nobody, of another program, or that is too old. */
  openCode(code: string, verifier: string, time: number): ProgramCode;
}

export const SIGN_IN_MS = 10 * 60_000;
export const PROGRAM_CODE_MS = 60_000;

const COOKIE = 'promptlane sign-in';
const CODE = 'promptlane sign-in code';

export function handshakeKeeper(pepper: Buffer, isSecure: () => boolean): HandshakeKeeper {
  const box = secretBox(createHmac('sha256', pepper).update('oidc').digest());
  const nameOf = () => (isSecure() ? '__Host-promptlane-oidc' : 'promptlane-oidc');
  const cookie = (value: string, seconds: number) =>
    `${nameOf()}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${isSecure() ? '; Secure' : ''}`;
  const opened = <Value extends { readonly until: number }>(sealed: string, about: string, time: number): Value | undefined => {
    try {
      const value = JSON.parse(box.open(sealed, about)) as Value;
      return time < value.until ? value : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    keep: (begun) => cookie(box.seal(JSON.stringify(begun), COOKIE), SIGN_IN_MS / 1000),

    found(header, time) {
      const values = (header ?? '').split(';').map((pair) => pair.trim());
      const [sealed, ...others] = values.filter((pair) => pair.startsWith(`${nameOf()}=`));
      const begun = sealed && others.length === 0 ? opened<BegunSignIn>(sealed.slice(nameOf().length + 1), COOKIE, time) : undefined;
      if (begun !== undefined) return begun;
      throw new Failure('sign-in-refused', 'This browser has not begun to sign in here, or too long ago.', { hint: 'Begin again.' });
    },

    get farewell() {
      return cookie('', 0);
    },

    codeFor: (code) => box.seal(JSON.stringify(code), CODE),

    openCode(code, verifier, time) {
      const found = opened<ProgramCode>(code, CODE, time);
      const shown = createHash('sha256').update(verifier).digest();
      const expected = Buffer.from(found?.challenge ?? '', 'base64url');
      if (found !== undefined && expected.length === shown.length && timingSafeEqual(expected, shown)) return found;
      throw new Failure('code-refused', 'The code of the sign-in is not valid here: used, too old, or of another program.');
    },
  };
}
