/** How files begin, in base64: the bytes are believed before the name is. */
const BEGINNINGS: readonly (readonly [RegExp, string])[] = [
  [/^iVBORw0KGg/, 'image/png'],
  [/^\/9j\//, 'image/jpeg'],
  [/^R0lGOD/, 'image/gif'],
  [/^UklGR.{6}XRUJQ/, 'image/webp'],
  [/^JVBERi0/, 'application/pdf'],
];

const SUFFIXES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
  md: 'text/markdown',
  mp3: 'audio/mpeg',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  wav: 'audio/wav',
};

/** The media type of a file, by how it begins and else by its suffix; nothing for one that is not known. */
export function attachmentType(file: string, base64: string): string | undefined {
  const start = base64.slice(0, 24);
  const found = BEGINNINGS.find(([beginning]) => beginning.test(start))?.[1];
  return found ?? SUFFIXES[file.slice(file.lastIndexOf('.') + 1).toLowerCase()];
}
