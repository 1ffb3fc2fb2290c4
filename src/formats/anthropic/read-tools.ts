import type { Json, JsonObject } from '../../base/json/canonical-json.ts';
import { present } from '../../prompt/render/provider/request-members.ts';
import { type ForeignDocument, membersOf, requireMapping } from '../foreign-document.ts';

/** The tools that the application runs, in OpenAI's shape. Those that the provider runs are dropped. */
export function readTools(document: ForeignDocument, tools: Json | undefined): JsonObject[] {
  if (tools === undefined) return [];
  if (!Array.isArray(tools)) return document.refuse(['tools'], '`tools` is not a list.');
  return (tools as readonly Json[]).flatMap((value, index) => {
    const path = ['tools', index];
    const members = membersOf(document, path, requireMapping(document, path, value));
    const type = members.take('type');
    if (type !== undefined && type !== 'custom') {
      document.drop(path, 'The provider runs this tool itself; a prompt names only tools of the application.');
      return [];
    }
    const tool = {
      name: members.take('name'),
      description: members.take('description'),
      strict: members.take('strict'),
      parameters: members.take('input_schema'),
    };
    members.dropRest('A tool here has no such setting.');
    return [{ type: 'function', function: present(tool) }];
  });
}

const CHOICES: Readonly<Record<string, string>> = { auto: 'auto', none: 'none', any: 'required' };

/** Whether and which tool must be called, in OpenAI's words. */
export function readToolChoice(document: ForeignDocument, choice: Json | undefined): Json | undefined {
  if (choice === undefined) return undefined;
  const members = membersOf(document, ['tool_choice'], requireMapping(document, ['tool_choice'], choice));
  const [type, name] = [members.take('type'), members.take('name')];
  members.dropRest('A choice here has no such setting.');
  if (type === 'tool' && name !== undefined) return { type: 'function', function: { name } };
  const known = typeof type === 'string' && Object.hasOwn(CHOICES, type) ? CHOICES[type] : undefined;
  return known ?? document.refuse(['tool_choice'], 'There is no such choice of tools here.');
}
