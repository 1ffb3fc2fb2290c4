import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { Listing } from '../../../workflows/authoring/list-prompts.ts';
import { jsonDocument } from '../../json.ts';
import { fittedTable } from '../table.ts';

/** Renders the prompts as a table: one column per environment, a dot where it pins what the tree is. */
export function listingText({ prompts, environments, total, unreadable }: Listing, color: ChalkInstance, columns: number): string {
  const notice = unreadable > 0 ? `\n${color.yellow(`${counted(unreadable, 'file')} could not be read; run \`promptlane check\``)}` : '';
  if (total === 0) return `No prompts. Create one with \`promptlane new <id>\`.${notice}`;
  if (prompts.length === 0) return `No prompt of ${total} has this in its id, name or tags.${notice}`;
  const header = ['PROMPT', 'VERSION', 'MODEL', ...environments.map((name) => name.toUpperCase())].map((title) => color.dim(title));
  const rows = prompts.map(({ id, digest, model, pins }) => [
    id,
    digest ? shortDigest(digest) : color.red('invalid'),
    model === undefined ? color.dim('none') : printable(model),
    ...environments.map((name) => {
      const pin = pins.get(name);
      if (pin === undefined) return color.dim('-');
      return pin === digest ? color.green('●') : color.yellow(shortDigest(pin));
    }),
  ]);
  return fittedTable(header, rows, columns) + notice;
}

export function listingJson({ prompts, environments, unreadable }: Listing): string {
  return jsonDocument('promptlane/listing/v1', { environments, prompts, unreadable });
}
