import { Failure } from '../../base/failure.ts';
import type { ExportedPrompt, ForeignFormat } from '../foreign-format.ts';

/**
 * The reader of a format for what was just written.
 *
 * @throws Failure `export-refused` where it refuses that: then the file does not say what the prompt says
 */
export function readBack(
  { path }: ExportedPrompt,
  format: string,
  read: (file: Parameters<ForeignFormat['read']>[0]) => ReturnType<ForeignFormat['read']>,
): ForeignFormat['read'] {
  return (file) => {
    try {
      return read(file);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'import-refused') throw error;
      throw new Failure('export-refused', `${path} cannot be said in ${format}: ${error.message}`, { cause: error });
    }
  };
}
