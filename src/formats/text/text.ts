import type { JsonObject } from '../../base/json/canonical-json.ts';
import { present } from '../../prompt/render/provider/request-members.ts';
import type { ForeignFile, ForeignFormat, ForeignTree, Import } from '../foreign-format.ts';
import { importedId, importedIdOf } from '../imported-id.ts';
import { pathInTree } from '../path-in-tree.ts';
import { dialectOf } from '../plain-texts.ts';

/** A text that is a prompt: the system message, or as Fabric keeps it, `system.md` with `user.md` beside it. */
export const text: ForeignFormat = {
  name: 'text',
  title: 'text',
  isOnlyNamed: true,
  recognises: ({ path }) => /\.(?:md|txt)$/i.test(path),
  read: readText,
};

const PAIR = /^(?:(.*)\/)?(system|user)\.(md|txt)$/i;

function readText(file: ForeignFile, tree: ForeignTree): Import {
  const [, folder, part, suffix] = PAIR.exec(file.path) ?? [];
  const isSystem = part?.toLowerCase() === 'system';
  const beside = isSystem ? pathInTree(file.path, `user.${suffix}`) : undefined;
  const user = beside === undefined ? undefined : tree.get(beside);
  const messages = [
    message(part?.toLowerCase() === 'user' ? 'user' : 'system', file.text),
    ...(user?.trim() ? [message('user', user)] : []),
  ];
  const id = isSystem && folder !== undefined ? importedId(folder) : importedIdOf(file.path);
  const prompt = present({ template: dialectOf(messages.map(({ content }) => String(content))), messages });
  return {
    prompts: [{ id, from: file.path, file: prompt }],
    partials: [],
    suites: [],
    losses: [],
    ...(user !== undefined && beside !== undefined && { reads: [beside] }),
  };
}

function message(role: string, content: string): JsonObject {
  return { role, content: content.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n') };
}
