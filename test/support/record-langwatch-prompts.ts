import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { langwatch } from '../../src/formats/langwatch/langwatch.ts';
import { readPrompt } from '../../src/prompt/document/read-prompt.ts';
import type { PromptId } from '../../src/prompt/prompt.ts';

/**
 * Records what LangWatch's own SDK makes of prompts that we export, for `src/formats/langwatch/exported-prompts.test.ts`.
 *
 * The SDK is no dependency of ours (180 MB): install it elsewhere and name its entry.
 *   npm i langwatch@0.16 --ignore-scripts --prefix DIR
 *   tsx test/support/record-langwatch-prompts.ts DIR/node_modules/langwatch/dist/index.mjs
 */
const [entry] = process.argv.slice(2);
if (entry === undefined) throw new Error('Give the path of the entry of langwatch.');

interface LangWatchPrompt {
  readonly model: string;
  readonly temperature?: number;
  readonly maxTokens?: number;
  compile(variables: object): { readonly messages: readonly object[] };
}
interface LangWatchSdk {
  readonly FetchPolicy: { readonly MATERIALIZED_ONLY: string };
  readonly LangWatch: new (options: object) => { prompts: { get(id: string, options: object): Promise<LangWatchPrompt> } };
}

const HEAD = 'model: openai/gpt-4o-mini\nmodelParameters: { temperature: 0.2, maxTokens: 100 }\n';
const said = (text: string) =>
  `messages:\n  - { role: system, content: ${JSON.stringify(text)} }\n  - { role: user, content: "{{ ticket }}" }\n`;

const PROMPTS = [
  HEAD + said('You triage tickets for {{ company }}.'),
  HEAD + said('{% if vip %}Important: {% endif %}{% for tag in tags %}[{{ tag }}]{% endfor %} {{ company | upcase }}'),
  HEAD + said('{% assign names = tags | join: ", " %}{{ names | default: "none" }}{% unless vip %}!{% endunless %}'),
  HEAD + said('{{ order.title }} costs {{ order.price }}{%- comment %}no{% endcomment %} EUR'),
  `template: simple\n${HEAD}${said('Literal {% if x %} and {{ company }}')}`,
  `template: none\n${HEAD}${said('Literal {% raw %} and {{ company }}')}`,
  `${HEAD}responseFormat: json_schema\njsonSchema: { name: a, schema: { type: object } }\n${said('Answer in JSON.')}`,
];

const VARIABLES = { company: 'Acme', ticket: 'A <b> & "q" {{ company }}', vip: true, tags: ['a', 'b'], order: { title: 'Tea', price: 3 } };

const { LangWatch, FetchPolicy } = (await import(entry)) as LangWatchSdk;
const folder = mkdtempSync(join(tmpdir(), 'langwatch-'));
process.chdir(folder);
const client = new LangWatch({ apiKey: 'none', endpoint: 'http://127.0.0.1:9' });

const records: string[] = [];
const files: Record<string, string> = {};
for (const [index, text] of PROMPTS.entries()) {
  const id = `p${index}` as PromptId;
  const { prompt } = readPrompt({ file: id, text }, { id });
  const [file] = (prompt && langwatch.write?.([{ prompt, path: id, partials: new Map() }]))?.files ?? [];
  if (file === undefined) throw new Error(`Not written: ${text}`);
  files[id] = `file:${file.path}`;
  mkdirSync(dirname(join(folder, file.path)), { recursive: true });
  writeFileSync(join(folder, file.path), file.text);
  writeFileSync(join(folder, 'prompts.json'), JSON.stringify({ prompts: files }));
  const read = await client.prompts.get(id, { fetchPolicy: FetchPolicy.MATERIALIZED_ONLY });
  const { model, temperature, maxTokens } = read;
  records.push(
    JSON.stringify({
      prompt: text,
      written: file.text,
      variables: VARIABLES,
      read: { model, temperature, maxTokens, messages: read.compile(VARIABLES).messages },
    }),
  );
}
writeFileSync(new URL('../../fixtures/langwatch/compiled.jsonl', import.meta.url), `${records.join('\n')}\n`);
process.exit(0);
