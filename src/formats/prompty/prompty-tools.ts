import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import type { ForeignDocument } from '../foreign-document.ts';
import { objectSchema, propertiesOf } from './properties.ts';

/** The functions among `tools`, in OpenAI's shape; what the program binds itself is not shown to the model there either. */
export function promptyTools(document: ForeignDocument, written: Json | undefined, inputs: readonly string[]): JsonObject[] {
  return (Array.isArray(written) ? (written as readonly Json[]) : []).flatMap((tool, index): JsonObject[] => {
    if (!isJsonObject(tool) || typeof tool.name !== 'string' || (tool.kind ?? tool.type) !== 'function') {
      const kind = isJsonObject(tool) ? String(tool.kind ?? tool.type) : 'this';
      document.drop(['tools', index], `A tool of the kind \`${kind}\` is run by the program; a prompt holds functions only.`);
      return [];
    }
    const bound = isJsonObject(tool.bindings) ? Object.keys(tool.bindings) : [];
    if (bound.length > 0) {
      const unknown = inputs.length === 0 ? '' : ' from its inputs';
      document.drop(
        ['tools', index, 'bindings'],
        `The program fills in ${bound.map((name) => `\`${name}\``).join(', ')}${unknown}; here it must do so itself.`,
      );
    }
    const list = isJsonObject(tool.parameters) && tool.parameters.properties !== undefined ? tool.parameters.properties : tool.parameters;
    const parameters = propertiesOf(list).filter(({ name }) => !bound.includes(name));
    const { name, description, strict } = tool;
    return [
      {
        type: 'function',
        function: {
          name,
          ...(typeof description === 'string' && { description }),
          ...(typeof strict === 'boolean' && { strict }),
          parameters: objectSchema(parameters, strict === true),
        },
      },
    ];
  });
}
