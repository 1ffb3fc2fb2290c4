import * as z from 'zod';

/** A JSON Schema as it is published. */
export type PublishedSchema = Readonly<Record<string, unknown>>;

/** A piece of a file that an editor offers to write. `body` is the value, with stops where the cursor goes. */
export interface Snippet {
  readonly label: string;
  readonly description: string;
  readonly body: unknown;
}

/** A stop of the cursor in a snippet, in the order of `number`, with the word that stands there until it is replaced. */
export function stop(number: number, word?: string): string {
  return word === undefined ? `$${number}` : `$\{${number}:${word}}`;
}

/** What the schema of one kind of file says beyond the checks. */
export interface Publication {
  readonly title: string;
  readonly description: string;
  /** By the place in the schema that offers them, for example `properties.messages.items`; `` is the whole file. */
  readonly snippets?: Readonly<Record<string, readonly Snippet[]>>;
  /** Changes the schema of one part, given what it was made from. */
  readonly override?: (source: z.core.$ZodType, schema: z.core.JSONSchema.BaseSchema) => void;
}

/**
 * Makes the JSON Schema that editors read from the one that files are checked against.
 *
 * Draft 7, because that is what the YAML extensions of editors read everywhere, and what the public
 * schema of GitHub's prompt files is written in; newer drafts would give nothing here.
 * Snippets are `defaultSnippets`, which the YAML and JSON language servers know and validators ignore.
 */
export function publishedSchema(source: z.ZodType, { title, description, snippets = {}, override }: Publication): PublishedSchema {
  const { $schema, ...schema } = z.toJSONSchema(source, {
    target: 'draft-07',
    io: 'input',
    override({ zodSchema, jsonSchema }) {
      dropNoise(jsonSchema);
      override?.(zodSchema, jsonSchema);
    },
  });
  for (const [place, offered] of Object.entries(snippets)) partAt(schema, place).defaultSnippets = offered;
  return { $schema, title, description, ...schema };
}

/** Makes a part one of several mappings. What they have in common is left out: it says less than each by itself, and hovers show the first that they find. */
export function offerKinds(part: z.core.JSONSchema.BaseSchema, kinds: readonly PublishedSchema[]): void {
  delete part.properties;
  delete part.required;
  part.anyOf = [...kinds];
}

/** One kind of mapping that `uses` tells apart: `name` in `uses`, and the parameters that it takes. */
export function kindSchema(name: string, about: string, parameters: z.ZodType, others: PublishedSchema = {}): PublishedSchema {
  const { $schema: _, properties, required = [], ...schema } = z.toJSONSchema(parameters, { target: 'draft-07', io: 'input' });
  return {
    title: name,
    ...schema,
    properties: { ...others, uses: { const: name, description: about }, ...properties },
    required: ['uses', ...required],
  };
}

/** Leaves out what says only that keys are texts and whole numbers are safe: true of every file that can be read. */
function dropNoise(schema: z.core.JSONSchema.BaseSchema): void {
  delete schema.propertyNames;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
}

function partAt(schema: Record<string, unknown>, place: string): Record<string, unknown> {
  const steps = place === '' ? [] : place.split('.');
  return steps.reduce((part, step) => {
    const next = part[step];
    if (typeof next !== 'object' || next === null) throw new TypeError(`The schema has nothing at "${place}".`);
    return next as Record<string, unknown>;
  }, schema);
}
