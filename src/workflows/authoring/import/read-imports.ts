import { Failure, type Place } from '../../../base/failure.ts';
import { byCodePoint } from '../../../base/text/code-point-order.ts';
import type {
  ForeignFile,
  ForeignFormat,
  Import,
  ImportedPartial,
  ImportedPrompt,
  ImportedSuite,
  Loss,
} from '../../../formats/foreign-format.ts';
import { formatNamed, formatOf } from '../../../formats/formats.ts';
import type { Given } from './given-files.ts';

/** A file that cannot be imported, and why. */
export interface Refusal {
  readonly file: string;
  readonly where?: Place;
  readonly message: string;
  readonly hint: string;
}

/** Everything that the given files hold, and what became of the rest. Paths are as the user could name them. */
export interface ReadImports {
  readonly prompts: readonly ImportedPrompt[];
  readonly partials: readonly ImportedPartial[];
  readonly suites: readonly ImportedSuite[];
  readonly losses: readonly Loss[];
  readonly refusals: readonly Refusal[];
  /** Files of folders that no format recognises. */
  readonly skipped: readonly string[];
  /** Titles of the formats that were read. */
  readonly formats: readonly string[];
}

interface ReadFile {
  readonly path: string;
  readonly format: ForeignFormat;
  readonly result: Import | Refusal;
}

/**
 * Reads every given file in its format.
 *
 * @param from the format of all of them; otherwise each is recognised by its content.
 * @throws Failure `format-unknown` for a named file that no format recognises
 */
export function readImports(given: readonly Given[], from: string | undefined): ReadImports {
  const parts = given.map((one) => readOne(one, from === undefined ? undefined : formatNamed(from)));
  const all = <Item>(of: (part: ReadImports) => readonly Item[]) => parts.flatMap((part) => [...of(part)]);
  return {
    prompts: all(({ prompts }) => prompts),
    partials: all(({ partials }) => partials),
    suites: all(({ suites }) => suites),
    losses: all(({ losses }) => losses),
    refusals: all(({ refusals }) => refusals),
    skipped: all(({ skipped }) => skipped),
    formats: [...new Set(all(({ formats }) => formats))],
  };
}

function readOne(given: Given, named: ForeignFormat | undefined): ReadImports {
  const skipped: string[] = [];
  const read = given.files.flatMap((file): ReadFile[] => {
    const format = formatFor(file, given, named);
    if (format !== undefined) return [{ path: file.path, format, result: readFile(file, format, given) }];
    skipped.push(given.shown(file.path));
    return [];
  });
  const takenIn = new Set(
    read.flatMap(({ path, result }) => ('prompts' in result ? (result.reads ?? []).filter((other) => other !== path) : [])),
  );
  const own = read.filter(({ path }) => !takenIn.has(path));
  const imports = own.flatMap(({ result }) => ('prompts' in result ? [result] : []));
  const shownFrom = <Item extends { readonly from: string }>(item: Item): Item => ({ ...item, from: given.shown(item.from) });
  return {
    prompts: imports.flatMap(({ prompts }) => prompts.map(shownFrom)),
    partials: distinct(imports.flatMap(({ partials }) => partials.map(shownFrom))),
    suites: imports.flatMap(({ suites }) => suites.map(shownFrom)),
    losses: distinct(imports.flatMap(({ losses }) => losses.map((loss) => ({ ...loss, file: given.shown(loss.file) })))).sort(asPeopleRead),
    refusals: own.flatMap(({ result }) => ('prompts' in result ? [] : [result])),
    skipped,
    formats: own.map(({ format }) => format.title),
  };
}

/** A partial, and what is lost in it, comes with every prompt that uses it, and from its own file too. */
function distinct<Item extends object>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** File by file, from the top down. */
function asPeopleRead(left: Loss, right: Loss): number {
  return byCodePoint(left.file, right.file) || (left.range?.start ?? 0) - (right.range?.start ?? 0);
}

/** A format that was asked for reads a named file whatever it looks like; of a folder only what is its own. */
function formatFor(file: ForeignFile, { isFile, shown }: Given, named: ForeignFormat | undefined): ForeignFormat | undefined {
  if (named !== undefined) return isFile || named.recognises(file) ? named : undefined;
  const format = formatOf(file);
  if (format !== undefined || !isFile) return format;
  throw new Failure('format-unknown', `${shown(file.path)} is in no format that is known here.`);
}

function readFile(file: ForeignFile, format: ForeignFormat, { tree, shown }: Given): Import | Refusal {
  try {
    return format.read(file, tree);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { message, hint, where } = error;
    return { file: shown(file.path), message, hint, ...(where && { where: { ...where, file: shown(where.file) } }) };
  }
}
