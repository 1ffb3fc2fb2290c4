import { type Publication, stop } from './published-schema.ts';

const MESSAGE = (role: string, about: string) => ({
  label: `${role} message`,
  description: about,
  body: { role, content: stop(1, 'text') },
});

/** What an editor offers to write in a prompt file. */
export const PROMPT_SNIPPETS = {
  '': [
    {
      label: 'prompt',
      description: 'A prompt with one input and a smoke test.',
      body: {
        name: stop(1, 'name'),
        model: stop(2, 'openai/gpt-4o-mini'),
        messages: [
          { role: 'system', content: stop(3, 'You help.') },
          { role: 'user', content: `{{ ${stop(4, 'question')} }}` },
        ],
        inputs: { [stop(4, 'question')]: { type: 'string', required: true } },
        testData: [{ [stop(4, 'question')]: stop(5), expected: stop(6) }],
        evaluators: [{ name: 'names what is expected', string: { contains: '{{expected}}' } }],
      },
    },
  ],
  'properties.messages.items': [
    MESSAGE('system', 'What the model is to be and do.'),
    MESSAGE('user', 'What the caller says.'),
    MESSAGE('assistant', 'An answer as an example.'),
    { label: 'history', description: 'A slot for earlier messages.', body: { role: 'placeholder', name: stop(1, 'history') } },
  ],
  'properties.inputs.additionalProperties': [
    { label: 'text input', description: 'A text that the caller must give.', body: { type: 'string', required: true, maxLength: 8000 } },
    { label: 'list input', description: 'A list of texts.', body: { type: 'array', items: { type: 'string' } } },
    { label: 'choice input', description: 'One of some texts.', body: { type: 'string', enum: [stop(1), stop(2)], required: true } },
  ],
  'properties.tools.items': [
    {
      label: 'tool',
      description: 'A function that the model may call.',
      body: {
        type: 'function',
        function: {
          name: stop(1, 'name'),
          description: stop(2, 'What it does.'),
          parameters: { type: 'object', properties: { [stop(3, 'argument')]: { type: 'string' } }, required: [stop(3, 'argument')] },
        },
      },
    },
  ],
  'properties.guardrails.items': [
    { label: 'not-contains', description: 'A text that no answer may hold.', body: { uses: 'not-contains', value: stop(1) } },
    { label: 'max-length', description: 'A limit on the length of the answer.', body: { uses: 'max-length', value: 1200 } },
  ],
  'properties.evaluators.items': [
    {
      label: 'contains',
      description: 'The answer holds what the row expects.',
      body: { name: stop(1, 'name'), string: { contains: '{{expected}}' } },
    },
  ],
} satisfies Publication['snippets'];
