import type { Json, JsonObject } from '../../base/json/canonical-json.ts';
import type { ForeignDocument } from '../foreign-document.ts';
import type { Inputs } from '../reading/input-specs.ts';
import type { TemplatePart } from '../template/template-part.ts';
import type { RichInputs } from './prompty-messages.ts';
import { propertiesOf, propertySchema } from './properties.ts';

/** The inputs of a file: what they are, which hold messages or media, and example values. */
export interface PromptyInputs extends RichInputs {
  readonly specs: Inputs;
  readonly examples: JsonObject;
}

const MEDIA: ReadonlySet<string> = new Set(['image', 'audio', 'file']);

/** Reads `inputs` of either version. */
export function promptyInputs(document: ForeignDocument, written: Json | undefined): PromptyInputs {
  const properties = propertiesOf(written);
  const names = (isOne: (kind: string | undefined) => boolean) =>
    new Set(properties.filter(({ kind }) => isOne(kind)).map(({ name }) => name));
  const threads = names((kind) => kind === 'thread');
  const media = names((kind) => MEDIA.has(kind ?? ''));
  for (const name of media)
    document.drop(['inputs'], `The input \`${name}\` is no text: the application adds it when it sends the prompt.`);
  const texts = properties.filter(({ name }) => !threads.has(name) && !media.has(name));
  const specs = texts.map((property): [string, JsonObject] => {
    const { required, default: value, strict: _ } = property.value;
    const hasDefault = value !== undefined && value !== null;
    const spec = propertySchema(property);
    return [property.name, { ...spec, ...(required === true && !hasDefault && { required }), ...(hasDefault && { default: value }) }];
  });
  const examples = texts.flatMap(({ name, value }): [string, Json][] => {
    const example = value.example ?? value.sample;
    return example === undefined ? [] : [[name, example]];
  });
  return { specs: Object.fromEntries(specs), examples: Object.fromEntries(examples), threads, media };
}

/** Version 1 calls a list an object too: what the template goes through keeps no type. */
export function withoutWrongObjects(document: ForeignDocument, specs: Inputs, parts: readonly TemplatePart[]): Inputs {
  const lists = new Set(loopLists(parts));
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => {
      const { type, ...open } = spec;
      if (type !== 'object' || !lists.has(name)) return [name, spec];
      document.change(['inputs'], `\`${name}\` is declared as an object and gone through as a list: its type is left open.`);
      return [name, open];
    }),
  );
}

function loopLists(parts: readonly TemplatePart[]): string[] {
  return parts.flatMap((part) => {
    if (part.kind === 'if') return [...part.branches.flatMap(({ body }) => loopLists(body)), ...loopLists(part.otherwise)];
    if (part.kind !== 'for') return [];
    const own = part.list.kind === 'path' && part.list.members.length === 0 ? [part.list.root] : [];
    return [...own, ...loopLists(part.body), ...loopLists(part.otherwise)];
  });
}
