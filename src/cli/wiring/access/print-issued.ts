import { Failure } from '../../../base/failure.ts';
import type { IssuedToken } from '../../../registry/areas/access.ts';
import type { CliContext } from '../../context.ts';
import { issuedJson, issuedNote } from '../../render/access/tokens.ts';

/** Prints a new token to stdout, and what there is to know of it to stderr. */
export function printIssued(
  issued: IssuedToken,
  { quiet, json }: { readonly quiet: boolean; readonly json: boolean },
  { terminal }: CliContext,
): void {
  terminal.mask(issued.token);
  if (!quiet && !json) terminal.note(issuedNote(issued, terminal.noteColor));
  terminal.print(json ? issuedJson(issued) : issued.token);
}

/** The id of a token. A whole token is refused: it would stand in the history of the shell. */
export function tokenId(text: string): string {
  if (/^[0-9a-f]{12}$/.test(text)) return text;
  const isToken = text.startsWith('plt_');
  throw new Failure('usage-invalid', isToken ? 'This is a whole token, not its id.' : `"${text}" is no id of a token.`, {
    hint: isToken
      ? `Its id is the first part after plt_; now that your shell has seen the token, end it: \`promptlane token revoke ${text.slice(4, 16)}\`.`
      : 'See `promptlane token ls`.',
  });
}
