import { describe, expect, test } from 'vitest';
import { githubModels } from './github-models.ts';

const read = (text: string) => githubModels.read({ path: 'greet.prompt.yml', text }, new Map());
const MESSAGES = 'messages:\n  - { role: user, content: "Hi {{name}}" }\n';

describe('a prompt file of GitHub Models', () => {
  test('is one of ours: its text is taken as it is', () => {
    expect(read(`# Why\n${MESSAGES}`)).toMatchObject({ prompts: [{ id: 'greet', text: `# Why\n${MESSAGES}` }], losses: [] });
  });

  test('that holds what Liquid would take for a tag is read as its own tool reads it', () => {
    const [prompt] = read(
      'modelParameters: { max_tokens: 5, logprobs: true }\nmessages:\n  - { role: user, content: "{% now %} {{name}}" }\n',
    ).prompts;
    expect(prompt).not.toHaveProperty('text');
    expect(prompt?.file).toEqual({
      modelParameters: { maxTokens: 5, extra: { logprobs: true } },
      template: 'simple',
      messages: [{ role: 'user', content: '{% now %} {{name}}' }],
    });
  });

  test('keeps a key that nobody reads, and says where', () => {
    const { prompts, losses } = read(`${MESSAGES}category: chat\n`);
    expect(prompts[0]?.file).toMatchObject({ metadata: { category: 'chat' } });
    expect(losses).toMatchObject([{ kind: 'changed', field: 'category', range: { line: 3, column: 1 } }]);
  });

  test('with keys of ours says itself what it means', () => {
    const text = `template: none\n${MESSAGES.replace('{{name}}', '{% x %}')}`;
    expect(read(text).prompts[0]?.text).toBe(text);
  });

  test('is told from other YAML', () => {
    const recognised = (text: string) => githubModels.recognises({ path: 'a.yml', text });
    expect(recognised(MESSAGES)).toBe(true);
    expect(recognised('name: CI\non: push\n')).toBe(false);
    expect(recognised('messages: [hello]\n')).toBe(false);
  });
});
