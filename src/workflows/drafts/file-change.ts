/** A file before and after a merge. */
export interface FileChange {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** The files with their new texts. */
export function withChanges<File extends { readonly path: string; readonly text: string }>(
  files: readonly File[],
  changes: readonly FileChange[],
): File[] {
  const texts = new Map(changes.map(({ path, after }) => [path, after]));
  return files.map((file) => ({ ...file, text: texts.get(file.path) ?? file.text }));
}
