/** A program of a user, in types that `promptlane codegen` wrote. */
export const PROMPT_TYPES = `export interface Prompts {
  greet: { inputs: { readonly name: string }; output: string };
}
`;

export const TYPED_PROGRAM = `import { Failure, Promptlane, type ServedDetails } from 'promptlane';
import { Promptlane as Portable } from 'promptlane/sdk';
import type { Prompts } from './prompts.js';

const prompts = new Promptlane<Prompts>({ environment: 'production', bundle: 'prompts.bundle.json', bundleKey: process.env.KEY ?? '' });
await prompts.ready();
const prompt = prompts.get('greet', { unit: { userId: 'ada' }, context: { country: 'DE', age: 36 } });
const { messages, model } = prompt.render({ name: 'Ada' });
const served: ServedDetails = prompt.served;
console.log(JSON.stringify({ said: messages[0]?.content, model, source: served.source, checks: prompt.checkOutput('Hello, Ada') }));
prompts.track(served, { metric: 'helpful', value: 1 });
await prompts.close();

const untyped = new Portable({ environment: 'production', bundle: {} });
await untyped.ready().catch((error: unknown) => console.log(error instanceof Failure && error.code));

// @ts-expect-error: there is no such prompt.
() => prompts.get('greeet');
// @ts-expect-error: that is not what it takes.
() => prompt.render({ nome: 'Ada' });
() => untyped.get('anything').render({ at: 'all' });
`;
