import { Failure } from '../../../base/failure.ts';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import type { Attachment, RenderedMessage } from '../rendered-prompt.ts';

/** What providers tell attachments apart by. */
type AttachmentKind = 'image' | 'pdf' | 'text' | 'audio';

/** How one protocol writes each kind, or undefined for what of that kind it does not take. A kind that it lacks is not taken. */
export type AttachmentWriters = Partial<Record<AttachmentKind, (attachment: Attachment) => JsonObject | undefined>>;

/** Of an address without a media type the ending of its path tells it. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  pdf: 'application/pdf',
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
};

/** The pictures that every provider reads. */
const IMAGES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/**
 * The parts of a message that its attachments make, in one protocol's words.
 *
 * @throws Failure `attachment-unsupported` for what the protocol has no place for, and outside of user messages
 */
export function attachmentParts({ role, attachments = [] }: RenderedMessage, protocol: string, writers: AttachmentWriters): JsonObject[] {
  return attachments.map((attachment) => {
    if (role !== 'user') throw unsupported(attachment, `a message of role ${role} takes none`);
    const kind = kindOf(attachment);
    const part = kind === undefined ? undefined : writers[kind]?.(attachment);
    if (part !== undefined) return part;
    const type = mediaTypeOf(attachment) ?? 'file of unknown type';
    throw unsupported(attachment, `${protocol} takes no ${type}${'url' in attachment ? ' by its address' : ''}`);
  });
}

/** The media type that an attachment names, or that the ending of its address tells. */
export function mediaTypeOf(attachment: Attachment): string | undefined {
  if (attachment.mediaType !== undefined) return attachment.mediaType.toLowerCase();
  if (!('url' in attachment) || !URL.canParse(attachment.url)) return undefined;
  const { pathname } = new URL(attachment.url);
  return MEDIA_TYPES[pathname.slice(pathname.lastIndexOf('.') + 1).toLowerCase()];
}

/** Where the bytes are: their address, or a `data:` URL that holds them. */
export function attachmentUrl(attachment: Attachment): string {
  return 'url' in attachment ? attachment.url : `data:${mediaTypeOf(attachment)};base64,${attachment.data}`;
}

function kindOf(attachment: Attachment): AttachmentKind | undefined {
  const type = mediaTypeOf(attachment) ?? '';
  if (IMAGES.has(type)) return 'image';
  if (type === 'application/pdf') return 'pdf';
  if (type.startsWith('text/') || type === 'application/json') return 'text';
  return type.startsWith('audio/') ? 'audio' : undefined;
}

function unsupported({ name }: Attachment, why: string): Failure {
  const which = name === undefined ? 'An attachment' : `The attachment ${JSON.stringify(name)}`;
  return new Failure('attachment-unsupported', `${which} cannot be sent: ${why}.`);
}
