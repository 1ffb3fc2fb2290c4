import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../../../src/base/digest.ts';
import { canonicalJson } from '../../../src/base/json/canonical-json.ts';
import { bundleText } from '../../../src/release/bundle/bundle.ts';
import { signatureOf } from '../../../src/workflows/release/bundle/sign-bundle.ts';
import { greeting } from '../scripted-registry.ts';
import { PROMPT_TYPES, TYPED_PROGRAM } from './typed-program.ts';

/** Writes what a user of the client has: a program in types, a signed bundle, and the key (PEM) that must have signed it. */
export function writeUserProgram(folder: string): { readonly key: string } {
  const content = greeting('Hello {{ name }}', { guardrails: [{ uses: 'contains', value: 'Hello' }] });
  const contents = new Map([[digestOf(content), canonicalJson(content)]]);
  const text = bundleText({ environment: 'production' as never, pins: new Map([['greet' as never, digestOf(content)]]), contents });
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const files = {
    'package.json': '{ "private": true, "type": "module" }\n',
    'prompts.bundle.json': `${text}\n`,
    'prompts.bundle.json.sig': JSON.stringify(signatureOf(text, privateKey)),
    'prompts.ts': PROMPT_TYPES,
    'program.ts': TYPED_PROGRAM,
    // The compiler that checks the program has no types of Node.
    'globals.d.ts': 'declare const process: { readonly env: Readonly<Record<string, string | undefined>> };\n',
  };
  for (const [name, written] of Object.entries(files)) writeFileSync(join(folder, name), written);
  return { key: publicKey.export({ format: 'pem', type: 'spki' }).toString() };
}
