import { type Diagnostic, FILE_START } from '../../base/diagnostic.ts';

/** The finding for a link, or a linked folder, that would bring a file of the machine into a prompt. */
export function leavesWorkspace(path: string): Diagnostic {
  return unreadable(
    path,
    'link-leaves-workspace',
    'This is a link to outside the workspace.',
    'Copy what it points to into the workspace.',
  );
}

/** The finding for a file that has no text to read. */
export function unreadable(file: string, rule: string, message: string, hint: string): Diagnostic {
  return { file, range: FILE_START, rule, severity: 'error', message, hint };
}
