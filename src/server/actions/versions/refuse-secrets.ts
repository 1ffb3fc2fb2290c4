import { Failure } from '../../../base/failure.ts';
import type { Json } from '../../../base/json/canonical-json.ts';
import { findSecrets } from '../../../base/secret/find-secrets.ts';
import { secretFindings } from '../../../prompt/secrets/secret-findings.ts';
import type { VersionUpload } from './version-upload.ts';

/**
 * Refuses a content that holds what looks like a key: what is stored is stored for ever, and read by everyone who may see the prompt.
 *
 * A file may accept one by a comment with a reason, as for `check`; the comment is stored with the file. No message holds a key.
 * @throws Failure `secret-in-content`
 */
export function refuseSecrets({ id, content, source, about }: VersionUpload): void {
  for (const text of [...textsIn(content), ...textsIn({ ...about })]) {
    const [found, ...more] = findSecrets(text).filter(({ start, end }) => !acceptsIn(source?.text, text.slice(start, end)));
    if (found === undefined) continue;
    const others = more.length === 0 ? '' : ` and ${more.length} more`;
    throw new Failure('secret-in-content', `${id}: the text holds ${found.name}${others}.`);
  }
}

/** Whether a file holds this secret and accepts all that it holds. */
function acceptsIn(file: string | undefined, secret: string): boolean {
  return file?.includes(secret) === true && secretFindings([{ path: '', text: file }]).length === 0;
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
