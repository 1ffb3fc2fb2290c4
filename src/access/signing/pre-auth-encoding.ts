import { utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * The bytes that are signed for a payload of a type, as DSSE defines them (PAE): what is signed as one type can never be
 * shown as another.
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = utf8ToBytes(payloadType);
  const head = utf8ToBytes(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `);
  const encoded = new Uint8Array(head.length + payload.length);
  encoded.set(head);
  encoded.set(payload, head.length);
  return encoded;
}
