import { readYaml } from '../../prompt/document/safe-yaml.ts';
import type { ValuePath } from '../../prompt/document/yaml/locate.ts';
import type { ForeignFile, Loss } from '../foreign-format.ts';
import { type ForeignText, foreignText } from '../template/foreign-text.ts';
import type { ValueKind } from '../template/template-part.ts';

/** Makes texts that are values of a YAML or JSON file ready to be read, each with its places in the file. */
export function valueTexts(file: ForeignFile, losses: Loss[], kinds: ReadonlyMap<string, ValueKind> = new Map()) {
  let located: ReturnType<typeof readYaml> | undefined;
  const places = () => {
    located ??= readYaml({ file: file.path, text: file.text });
    return located;
  };
  return (text: string, path: ValuePath): ForeignText =>
    foreignText(text, { file: file.path, kinds, locate: (position) => places().locate(path, position) }, losses);
}
