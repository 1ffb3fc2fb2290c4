import type { Diagnostic } from '../../base/diagnostic.ts';
import { readYaml } from '../document/safe-yaml.ts';
import type { ValuePath } from '../document/yaml/locate.ts';
import type { BreakingChange } from './breaking-change.ts';
import { type Ignore, readIgnores } from './ignores.ts';
import { pathInFile } from './path-in-file.ts';
import type { RuleId } from './rules.ts';

/** A file of the later side: where things stand in it, and what its comments accept. */
export interface ChangedFile {
  place(path: ValuePath): NonNullable<BreakingChange['place']>;
  /** The reason of the ignore that accepts a change, when one does; the ignore then counts as used. */
  accept(rule: RuleId, path: ValuePath): string | undefined;
  /** Broken ignores, and those that nothing has used so far. */
  diagnostics(): readonly Diagnostic[];
}

/** Opens a file; it is read when something in it is asked for. */
export function sourceFileOf({ path: file, text }: { readonly path: string; readonly text: string }): ChangedFile {
  const { ignores, diagnostics } = readIgnores(file, text);
  const used = new Set<Ignore>();
  let opened: ReturnType<typeof readYaml> | undefined;
  const yaml = (): ReturnType<typeof readYaml> => {
    opened ??= readYaml({ file, text });
    return opened;
  };
  return {
    place: (path) => {
      const range = yaml().locateKey(pathInFile(yaml().value, path));
      return { file, range: path.length === 0 ? { ...range, end: range.start, endLine: range.line, endColumn: range.column } : range };
    },
    accept(rule, path) {
      const candidates = ignores.filter((ignore) => ignore.rule === rule);
      if (candidates.length === 0) return undefined;
      const inFile = pathInFile(yaml().value, path);
      const lines = new Set(inFile.map((_, index) => yaml().locateKey(inFile.slice(0, index + 1)).line));
      const ignore = candidates.find(({ line }) => line === undefined || lines.has(line));
      if (ignore !== undefined) used.add(ignore);
      return ignore?.reason;
    },
    diagnostics: () => [...diagnostics, ...ignores.filter((ignore) => !used.has(ignore)).map(({ unused }) => unused)],
  };
}
