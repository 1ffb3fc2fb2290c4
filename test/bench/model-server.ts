import { fakeOpenAI } from '../support/fake-openai.ts';

/** A model that takes 20 ms and always answers the same; a process of its own, so that its work is not counted as ours. */
const text = '{"category":"billing","reply":"We are checking the second charge."}';
const { url } = await fakeOpenAI({ latencyMs: 20, treat: () => ({ kind: 'answer', text }) });
console.log(url);
