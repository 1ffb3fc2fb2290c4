import { Failure } from '../../base/failure.ts';
import type { Json, JsonObject } from '../../base/json/canonical-json.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { InputSpec, PromptId } from '../prompt.ts';
import { checkValue } from './check-value.ts';
import { describeInput, exampleFlag } from './describe-input.ts';

/**
 * Checks given values against declared inputs and completes them: a default where there is one,
 * nil for an optional input that is not given. Null for an optional input means not given.
 *
 * @throws Failure `variables-invalid` with every problem; `details` is the list.
 */
export function acceptInputs(prompt: PromptId, inputs: Readonly<Record<string, InputSpec>> | undefined, given: JsonObject): JsonObject {
  if (inputs === undefined) return given;
  const problems = Object.keys(given)
    .filter((name) => !Object.hasOwn(inputs, name))
    .map((name) => `\`${name}\` is not an input.${didYouMean(name, Object.keys(inputs))}`);
  const wrong: string[] = [];
  const values = Object.entries(inputs).map(([name, spec]): [string, Json] => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || (value === null && !acceptsNull(spec))) {
      if (spec.default === undefined && spec.required === true) {
        problems.push(`\`${name}\` is required: ${describeInput(spec)}.`);
        wrong.push(name);
      }
      return [name, spec.default ?? null];
    }
    const unfit = checkValue(value, valueSchema(spec), name);
    problems.push(...unfit.map((problem) => `${problem}.`));
    if (unfit.length > 0) wrong.push(name);
    return [name, value];
  });
  if (problems.length > 0)
    throw invalidVariables(
      prompt,
      problems,
      wrong.map((name) => exampleFlag(name, inputs[name] ?? {})),
    );
  return Object.fromEntries(values);
}

/** On an input `required` is about the variable itself; in a JSON Schema it lists members. */
function valueSchema({ required: _required, ...schema }: InputSpec): JsonObject {
  return schema as JsonObject;
}

function acceptsNull(spec: InputSpec): boolean {
  const { type, enum: choices } = spec;
  return [type].flat().includes('null') || (Array.isArray(choices) && choices.includes(null));
}

function invalidVariables(prompt: PromptId, problems: readonly string[], flags: readonly string[]): Failure {
  const list = problems.length === 1 ? ` ${problems[0]}` : problems.map((problem) => `\n  - ${problem}`).join('');
  return new Failure('variables-invalid', `The variables of ${prompt} do not fit its inputs:${list}`, {
    details: problems,
    ...(flags.length > 0 && { hint: `For example \`${flags.join(' ')}\`; a file with values is given with \`--vars FILE\`.` }),
  });
}
