import { isJsonObject, type Json } from '../../base/json/canonical-json.ts';
import type { ValuePath } from '../../prompt/document/yaml/locate.ts';
import { type ForeignDocument, foreignValue } from '../foreign-document.ts';
import type { ForeignTree } from '../foreign-format.ts';
import { pathInTree } from '../path-in-tree.ts';

const REFERENCE = /^\$\{(env|file):([^}]*)\}$/i;

/**
 * A value with its `${file:…}` read from the tree.
 *
 * `${env:…}` stands for something outside the file, and nothing is ever read there: what holds it is left out, and
 * the variable is named. So is a file that was not given.
 */
export function resolved(document: ForeignDocument, path: ValuePath, value: Json, tree: ForeignTree): Json | undefined {
  if (typeof value === 'string') return text(document, path, value, tree);
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item, index) => resolved(document, [...path, index], item, tree) ?? []);
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]): [string, Json][] => {
      const known = resolved(document, [...path, key], member, tree);
      return known === undefined ? [] : [[key, known]];
    }),
  );
}

function text(document: ForeignDocument, path: ValuePath, value: string, tree: ForeignTree): Json | undefined {
  const [, protocol, name = ''] = REFERENCE.exec(value.trim()) ?? [];
  if (protocol === undefined) return value;
  if (protocol.toLowerCase() === 'env') {
    document.drop(path, `It comes from the environment variable ${name.split(':')[0]}, which is not read.`);
    return undefined;
  }
  const file = pathInTree(document.path, name);
  const content = file === undefined ? undefined : tree.get(file);
  if (file === undefined || content === undefined) {
    document.drop(path, file === undefined ? `${name} is outside the files given.` : `The file ${name} is not among the files given.`);
    return undefined;
  }
  if (!/\.(?:json|ya?ml)$/i.test(file)) return content;
  const read = foreignValue({ path: file, text: content });
  if (read === undefined) document.drop(path, `The file ${name} cannot be read.`);
  return read;
}
