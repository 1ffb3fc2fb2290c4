import { frontMatter } from './front-matter.ts';
import { guardrailSetFile } from './guardrail-set-file.ts';
import { checkGuardrails, setGuardrail } from './guardrails.ts';
import { outputSchema, promptFile } from './prompt-file.ts';
import { shapeOf } from './shape/shape-of.ts';

/** The source of `shapes.generated.ts`: every schema of a file of the domain, as a shape. */
export function fileShapes() {
  return {
    PROMPT_FILE: shapeOf(promptFile),
    OUTPUT_SCHEMA: shapeOf(outputSchema),
    GUARDRAIL_SET_FILE: shapeOf(guardrailSetFile),
    FRONT_MATTER: shapeOf(frontMatter),
    SET_GUARDRAIL: shapeOf(setGuardrail),
    CHECK_GUARDRAILS: Object.fromEntries([...checkGuardrails].map(([name, schema]) => [name, shapeOf(schema)])),
  };
}
