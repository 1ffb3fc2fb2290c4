import type { Argument, Command, Option } from 'commander';
import { type ValueKind, valueKind } from './value-kind.ts';

/** A word that may stand next, with what it means. */
export interface Candidate {
  readonly word: string;
  readonly about?: string;
}

/** What may stand at the end of a command line: these words, or values of a kind that only the project knows. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly kind?: ValueKind;
  /** What stands before the value in its word: `--env=`. */
  readonly before: string;
  /** What was typed of the value. */
  readonly typed: string;
  /** The folder that `-C` names, as it was typed. */
  readonly directory?: string;
}

/** Works out what the last of some words may become, from nothing but the declarations of the commands. */
export function completeWords(program: Command, words: readonly string[]): Completion {
  const typed = words.at(-1) ?? '';
  const place = walk(program, words.slice(0, -1));
  const directory = place.directory === undefined ? {} : { directory: place.directory };
  const told = { before: '', typed, candidates: [], ...directory };
  if (place.awaiting !== undefined) return { ...told, ...valuesOf(place.awaiting) };
  if (!place.isPastFlags && typed.startsWith('-')) {
    const [flag = '', value] = splitOnce(typed);
    const option = value === undefined ? undefined : optionNamed(place.command, flag);
    if (option !== undefined && value !== undefined) return { ...told, before: `${flag}=`, typed: value, ...valuesOf(option) };
    return { ...told, candidates: flagsOf(place.command, place.given) };
  }
  const commands = place.arguments === 0 && place.command.commands.length > 0 ? commandsOf(place.command) : [];
  const declared = place.isHelp ? [] : place.command.registeredArguments;
  const last = declared.at(-1);
  const argument = declared[place.arguments] ?? (last?.variadic ? last : undefined);
  if (argument === undefined) return { ...told, candidates: commands };
  const values = valuesOf(argument);
  // `eval` has commands below it, and takes suites itself.
  return { ...told, ...values, candidates: [...commands, ...values.candidates] };
}

/** Where the words lead to. */
interface Place {
  command: Command;
  /** Arguments of the command that are there already. */
  arguments: number;
  /** The flag whose value comes next. */
  awaiting: Option | undefined;
  directory: string | undefined;
  isPastFlags: boolean;
  isHelp: boolean;
  readonly given: Set<Option>;
}

function walk(program: Command, words: readonly string[]): Place {
  const start = { awaiting: undefined, directory: undefined, isPastFlags: false, isHelp: false };
  const place: Place = { command: program, arguments: 0, ...start, given: new Set() };
  for (const word of words) step(place, word);
  return place;
}

function step(place: Place, word: string): void {
  if (place.awaiting !== undefined) {
    if (place.awaiting.long === '--directory') place.directory = word;
    place.awaiting = undefined;
  } else if (word === '--' && !place.isPastFlags) {
    place.isPastFlags = true;
  } else if (word.startsWith('-') && word !== '-' && !place.isPastFlags) {
    takeFlag(place, word);
  } else {
    const child = place.arguments === 0 ? place.command.commands.find((command) => command.name() === word) : undefined;
    // `help lock` speaks of a command: of the words behind it, and of nothing that it takes.
    if (child?.name() === 'help') place.isHelp = true;
    else if (child !== undefined) place.command = child;
    else place.arguments += 1;
  }
}

function takeFlag(place: Place, word: string): void {
  const [flag = '', value] = splitOnce(word);
  const option = optionNamed(place.command, flag);
  if (option === undefined) return;
  place.given.add(option);
  if (value !== undefined && option.long === '--directory') place.directory = value;
  if (value === undefined && option.required) place.awaiting = option;
}

function splitOnce(word: string): [flag: string, value?: string] {
  const at = word.indexOf('=');
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

function optionNamed(command: Command, flag: string): Option | undefined {
  return optionsOf(command).find(({ short, long }) => flag === short || flag === long);
}

/** The options of a command and of those above it, which every command takes. */
function optionsOf(command: Command): readonly Option[] {
  const own = command.options.filter(({ hidden }) => !hidden);
  return command.parent === null ? own : [...own, ...optionsOf(command.parent).filter(({ long }) => long !== '--version')];
}

function flagsOf(command: Command, given: ReadonlySet<Option>): Candidate[] {
  const free = optionsOf(command).filter((option) => isRepeatable(option) || !given.has(option));
  const flags = free.flatMap(({ long, description }) => (long === undefined || long === null ? [] : [{ word: long, about: description }]));
  return [...flags, { word: '--help', about: 'show the arguments and examples' }];
}

/** A flag that reads its values itself collects them; one with choices only looks them up. */
function isRepeatable({ variadic, parseArg, argChoices }: Option): boolean {
  return variadic || (parseArg !== undefined && argChoices === undefined);
}

function commandsOf(command: Command): Candidate[] {
  const visible = command.createHelp().visibleCommands(command);
  return visible.map((child) => ({ word: child.name(), about: child.description() }));
}

function valuesOf(declared: Argument | Option): Pick<Completion, 'candidates' | 'kind'> {
  if (declared.argChoices) return { candidates: declared.argChoices.map((word) => ({ word })) };
  const name = 'flags' in declared ? (/[<[]([^>\]]+)[>\]]/.exec(declared.flags)?.[1] ?? '') : declared.name();
  const kind = valueKind(name, 'flags' in declared ? (declared.long ?? '') : '');
  return { candidates: [], ...(kind !== undefined && { kind }) };
}
