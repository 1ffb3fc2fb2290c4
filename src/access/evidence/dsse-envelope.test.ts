import { createPublicKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { testSigner } from '../../../test/support/test-signer.ts';
import { signerOf } from '../../server/signing/signing-key-file.ts';
import { preAuthEncoding } from '../signing/pre-auth-encoding.ts';
import { isSignedBy } from '../signing/signing-key.ts';
import { payloadText, sealEnvelope, signerOfEnvelope } from './dsse-envelope.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const signer = testSigner(1);

test('encodes what is signed as the DSSE specification does', () => {
  // https://github.com/secure-systems-lab/dsse/blob/master/protocol.md, test vectors
  const encoded = preAuthEncoding('http://example.com/HelloWorld', bytes('hello world'));
  expect(new TextDecoder().decode(encoded)).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  expect(new TextDecoder().decode(preAuthEncoding('é', bytes('ü')))).toBe('DSSEv1 2 é 2 ü');
});

test('knows who signed an envelope, and that nobody signed a changed one', () => {
  const envelope = sealEnvelope('text/plain', 'grün', signer);
  expect(payloadText(envelope)).toBe('grün');
  expect(signerOfEnvelope(envelope, [testSigner(2).key, signer.key])).toBe(signer.keyId);
  expect(signerOfEnvelope(envelope, [testSigner(2).key])).toBeUndefined();
  expect(signerOfEnvelope({ ...envelope, payload: sealEnvelope('text/plain', 'rot', signer).payload }, [signer.key])).toBeUndefined();
  expect(signerOfEnvelope({ ...envelope, payloadType: 'text/html' }, [signer.key])).toBeUndefined();
  expect(signerOfEnvelope({ ...envelope, payload: 'no base64!' }, [signer.key])).toBeUndefined();
  expect(signerOfEnvelope({ ...envelope, signatures: [] }, [signer.key])).toBeUndefined();
});

test('signs what every other Ed25519 verifies', () => {
  // RFC 8032 section 7.1, test 2
  const secret = Buffer.from('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', 'hex');
  const published =
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00';
  const server = signerOf(secret);
  const message = Buffer.from('72', 'hex');
  expect(server.sign(message)).toBe(Buffer.from(published, 'hex').toString('base64'));
  expect(isSignedBy({ id: server.keyId, publicKey: server.publicKey }, message, server.sign(message))).toBe(true);
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(signer.key.publicKey, 'base64')]);
  expect(
    verify(null, message, createPublicKey({ key: spki, format: 'der', type: 'spki' }), Buffer.from(signer.sign(message), 'base64')),
  ).toBe(true);
});
