import * as z from 'zod';
import { canonicalJson, type JsonObject } from '../../../base/json/canonical-json.ts';
import type { ModelParameters } from '../../../prompt/prompt.ts';

/** What a suite is run with, each model with each set of parameters. */
export interface Matrix {
  readonly models: readonly string[];
  /** Laid over the parameters of the prompt. */
  readonly parameters: readonly ModelParameters[];
}

/** One run of a suite that has a matrix. */
export interface MatrixCell {
  /** How people call it: the model, the parameters, or both. */
  readonly name: string;
  readonly parameters?: ModelParameters;
}

/** More would be a mistake that costs money. */
const MOST_CELLS = 50;

const parameters = z
  .strictObject({
    temperature: z.number().min(0).optional(),
    topP: z.number().min(0).max(1).optional(),
    topK: z.int().positive().optional(),
    maxTokens: z.int().positive().optional(),
    stop: z.array(z.string()).optional(),
    seed: z.int().optional(),
    frequencyPenalty: z.number().optional(),
    presencePenalty: z.number().optional(),
    reasoningEffort: z.string().optional(),
  })
  .refine((set) => Object.keys(set).length > 0, 'a mapping with at least one parameter');

/** `provider/model`. */
export const modelName = z.string().regex(/^[^/\s]+\/\S+$/, 'written provider/model');

/** What a suite says under `matrix`. */
export const matrixSchema = z
  .strictObject({
    model: z.array(modelName).min(1).describe('Each is asked all cases.').optional(),
    parameters: z.array(parameters).min(1).describe('Laid over the parameters of the prompt, one set after the other.').optional(),
  })
  .refine(({ model, parameters: sets }) => model !== undefined || sets !== undefined, 'a mapping with `model`, `parameters` or both')
  .refine((matrix) => distinct(matrix.model) && distinct(matrix.parameters), 'no model and no set of parameters twice')
  .refine(
    ({ model = [], parameters: sets = [] }) => Math.max(1, model.length) * Math.max(1, sets.length) <= MOST_CELLS,
    `at most ${MOST_CELLS} cells`,
  );

/** The matrix that a suite file names. */
export function readMatrix({ model = [], parameters: sets = [] }: z.infer<typeof matrixSchema>): Matrix {
  return { models: model, parameters: sets as readonly ModelParameters[] };
}

function distinct(values: readonly unknown[] = []): boolean {
  return new Set(values.map((value) => canonicalJson(value as JsonObject))).size === values.length;
}
