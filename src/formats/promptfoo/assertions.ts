import { Failure } from '../../base/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { scorerFor } from '../../evals/scorer/scorer-for.ts';

/** An assertion as a scorer of ours, or why there is none. */
export type Translated = { readonly uses: string; readonly parameters: JsonObject } | { readonly lost: string };

const ONE_TEXT: ReadonlySet<string> = new Set(['equals', 'contains', 'icontains', 'starts-with']);
const SEVERAL: ReadonlyMap<string, readonly [uses: string, ignoreCase: boolean]> = new Map([
  ['contains-any', ['contains-any', false]],
  ['contains-all', ['contains-all', false]],
  ['icontains-any', ['contains-any', true]],
  ['icontains-all', ['contains-all', true]],
]);

/** Kinds of assertions that ask somebody else, or run code. */
const JUDGES =
  /^(?:llm-rubric|factuality|g-eval|answer-relevance|context-|similar|model-graded|select-best|max-score|classifier|moderation|pi|conversation-relevance|search-rubric|trajectory)/;
const CODE: ReadonlySet<string> = new Set(['javascript', 'python', 'ruby', 'webhook', 'human']);

/**
 * Says an assertion of promptfoo with a scorer of ours that gives the same verdict on every answer.
 *
 * @param value its value, with the variables of the test filled in
 */
export function scorerOf(assertion: JsonObject, value: Json | undefined): Translated {
  const written = String(assertion.type);
  const negated = written.startsWith('not-');
  const type = negated ? written.slice(4) : written;
  if (assertion.transform !== undefined) return { lost: 'Its transform is code, which is never run.' };
  if (CODE.has(type)) return { lost: `\`${type}\` is code, which is never run.` };
  if (JUDGES.test(type)) return { lost: `\`${type}\` asks a model or a service for its verdict; there is no scorer for that yet.` };
  const translated = translate(type, negated, assertion, value);
  if ('lost' in translated) return translated;
  try {
    scorerFor({ id: written, ...translated });
    return translated;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { lost: error.message };
  }
}

function translate(type: string, negated: boolean, assertion: JsonObject, value: Json | undefined): Translated {
  if (ONE_TEXT.has(type) || type === 'regex') return oneText(type, negated, value);
  const several = SEVERAL.get(type);
  if (several !== undefined) {
    const values = listOf(value);
    const [uses, ignoreCase] = several;
    const parameters = { value: values ?? [], ...(ignoreCase && { ignoreCase }) };
    return values === undefined ? empty(type) : { uses: negated ? `not-${uses}` : uses, parameters };
  }
  return negated ? { lost: `There is no scorer for \`not-${type}\`.` } : measured(type, assertion, value);
}

function oneText(type: string, negated: boolean, value: Json | undefined): Translated {
  // promptfoo compares an object with the answer as JSON.
  if (type === 'equals' && isObject(value) && !negated) return { uses: 'json-equals', parameters: { expected: value } };
  const text = textOf(value);
  const uses = type === 'regex' ? 'matches' : type;
  return text === undefined ? empty(type) : { uses: negated ? `not-${uses}` : uses, parameters: { value: text } };
}

function measured(type: string, { threshold }: JsonObject, value: Json | undefined): Translated {
  if (type === 'is-json') {
    if (value === undefined || value === null) return { uses: 'is-json', parameters: {} };
    return isJsonObject(value)
      ? { uses: 'json-schema', parameters: { schema: value } }
      : { lost: 'Its schema is not written in the file.' };
  }
  if (type === 'latency' && typeof threshold === 'number') return { uses: 'latency', parameters: { max: `${threshold}ms` } };
  if (type === 'cost' && typeof threshold === 'number') return { uses: 'cost', parameters: { max: threshold } };
  return { lost: `There is no scorer for \`${type}\`: the other assertions of the test are kept, and judge alone.` };
}

function empty(type: string): Translated {
  return { lost: `\`${type}\` has no value that an answer could be compared with.` };
}

function isObject(value: Json | undefined): value is JsonObject | readonly Json[] {
  return isJsonObject(value) || Array.isArray(value);
}

/** What a comparison looks for; text that our scorers would take for an expression cannot be said. */
function textOf(value: Json | undefined): string | undefined {
  const text = typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  return text === '' || text.includes('{{') ? undefined : text;
}

/** A list, or a text with commas between. */
function listOf(value: Json | undefined): readonly string[] | undefined {
  const items: readonly Json[] =
    typeof value === 'string' ? value.split(',').map((item) => item.trim()) : Array.isArray(value) ? value : [];
  const texts = items.map(textOf);
  return texts.length > 0 && texts.every((text) => text !== undefined) ? (texts as readonly string[]) : undefined;
}
