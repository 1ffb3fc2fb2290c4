import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Failure } from '../../base/failure.ts';

/** Keeps secrets that must be read again, such as the key of a webhook, in a database that may be stolen. */
export interface SecretBox {
  /** The text encrypted. `about` names what it belongs to: moved to another row, it does not open. */
  seal(text: string, about: string): string;
  /** @throws Failure `secret-unreadable` for what was sealed with another key, for something else, or was changed. */
  open(sealed: string, about: string): string;
}

const CIPHER = 'aes-256-gcm';
/** Says how it was sealed, for the day when that changes. */
const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals with AES-256-GCM under a key of 32 bytes; the same text never gives the same bytes twice. */
export function secretBox(key: Buffer): SecretBox {
  return {
    seal(text, about) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(about));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
    },

    open(sealed, about) {
      try {
        const [version, encoded = ''] = sealed.split('.');
        if (version !== VERSION) throw new Error(`unknown version ${version}`);
        const bytes = Buffer.from(encoded, 'base64url');
        const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
        if (tag.length !== TAG_BYTES) throw new Error('cut short');
        const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(about)).setAuthTag(tag);
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new Failure('secret-unreadable', 'A secret of the registry does not open with this master key.', { cause });
      }
    },
  };
}
