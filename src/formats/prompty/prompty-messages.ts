import type { MessageParts } from '../reading/messages.ts';
import type { ForeignText } from '../template/foreign-text.ts';
import { joinTexts, type PathValue, type TemplatePart } from '../template/template-part.ts';

/** A line that begins a message: `system:`, `# user:`. */
const ROLE_LINE = /^[^\S\n]*#?[^\S\n]*(system|user|assistant|developer|function|tool)(?:\[[^\]\n]*\])?[^\S\n]*:[^\S\n]*$/gim;

/** What a variable is, for the text of messages. */
export interface RichInputs {
  /** Variables that hold earlier messages. */
  readonly threads: ReadonlySet<string>;
  /** Variables that hold images, sounds or files. */
  readonly media: ReadonlySet<string>;
}

/** Parts a template at the lines that name a role; before the first the system speaks. */
export function promptyMessages(source: ForeignText, parts: readonly TemplatePart[], rich: RichInputs): MessageParts[] {
  const messages: MessageParts[] = [];
  let role = 'system';
  let pending: TemplatePart[] = [];
  const flush = () => {
    const trimmed = trimNewlines(source, pending);
    if (trimmed.length > 0) messages.push({ role, parts: trimmed });
    pending = [];
  };
  const take = ({ role: next, text }: Piece) => {
    if (next === undefined) pending.push({ kind: 'text', text });
    else {
      flush();
      role = next === 'function' ? 'tool' : next;
    }
  };
  for (const [index, part] of parts.entries()) {
    const slot = slotOf(source, part, rich);
    if (slot !== undefined) {
      flush();
      messages.push({ role: 'placeholder', name: slot });
    } else if (part.kind === 'output' && isMedia(part, rich)) {
      source.lose(
        'dropped',
        part.at,
        '{{…}}',
        'A prompt holds texts only: the application adds images, sounds and files when it sends it.',
      );
    } else if (part.kind !== 'text') pending.push(part);
    else for (const piece of piecesOf(part.text, index === 0, index === parts.length - 1)) take(piece);
  }
  flush();
  return messages;
}

function isMedia({ value }: Extract<TemplatePart, { kind: 'output' }>, { media }: RichInputs): boolean {
  return value.kind === 'path' && media.has(value.root);
}

interface Piece {
  readonly text: string;
  readonly role?: string;
}

/** Cuts a text at role lines; a line that shares its end with a tag is none. */
function piecesOf(text: string, isFirst: boolean, isLast: boolean): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(ROLE_LINE)) {
    const end = match.index + match[0].length;
    if ((match.index === 0 && !isFirst) || (end === text.length && !isLast)) continue;
    pieces.push({ text: text.slice(from, match.index) }, { text: '', role: (match[1] ?? '').toLowerCase() });
    from = end;
  }
  return [...pieces, { text: text.slice(from) }];
}

/** Takes the line ends off both ends of a message. */
function trimNewlines(source: ForeignText, parts: readonly TemplatePart[]): TemplatePart[] {
  const trimmed = joinTexts(parts);
  const [first] = trimmed;
  if (first?.kind === 'text') trimmed[0] = { kind: 'text', text: first.text.replace(/^[\r\n]+/, '') };
  const last = trimmed.at(-1);
  if (last?.kind === 'text') trimmed[trimmed.length - 1] = { kind: 'text', text: last.text.replace(/[\r\n]+$/, '') };
  const rest = joinTexts(trimmed);
  const end = rest.at(-1);
  if (end?.kind === 'if' || end?.kind === 'for')
    source.lose(
      'changed',
      end.at,
      `{% ${end.kind} %}`,
      'The message ends with this block: line ends at its end are kept here, and taken off there.',
    );
  return rest;
}

/** The name of the slot for earlier messages that a part is. */
function slotOf(source: ForeignText, part: TemplatePart, { threads }: RichInputs): string | undefined {
  if (part.kind === 'output' && part.value.kind === 'path' && threads.has(part.value.root)) return part.value.root;
  if (part.kind !== 'for' || part.list.kind !== 'path' || part.list.members.length > 0) return undefined;
  const [who, colon, what, ...rest] = part.body.filter((inner) => inner.kind !== 'text' || inner.text.trim() !== '');
  const isMember = (inner: TemplatePart | undefined, name: string) =>
    inner?.kind === 'output' && inner.value.kind === 'path' && isItem(inner.value, part.name, name);
  if (rest.length > 0 || !isMember(who, 'role') || !isMember(what, 'content')) return undefined;
  if (colon?.kind !== 'text' || colon.text.trim() !== ':') return undefined;
  const { root } = part.list;
  source.lose('changed', part.at, root, `This loop writes earlier messages: here they fill the placeholder \`${root}\`.`);
  return root;
}

function isItem({ root, members }: PathValue, item: string, name: string): boolean {
  return root === item && members.length === 1 && members[0] === name;
}
