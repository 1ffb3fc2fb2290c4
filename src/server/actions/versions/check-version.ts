import { type Digest, digestOf } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import { canonicalJson, type Json } from '../../../base/json/canonical-json.ts';
import { isDeeperThan } from '../../../base/json/json-depth.ts';
import { type CheckedContent, type ContentKind, checkContent, isContentKind } from '../../../prompt/digest/check-content.ts';
import { says } from '../../../prompt/library/is-source-of.ts';
import { parseSource } from '../../../prompt/library/parse-source.ts';
import type { StoredKind } from '../../../protocol/values.ts';
import { namesText } from '../../../release/lockfile/blob-id.ts';
import type { UploadedFile, VersionUpload } from './version-upload.ts';

/** A version whose content is what its digest says. */
export interface CheckedVersion extends VersionUpload, CheckedContent {
  /** Canonical JSON. */
  readonly body: string;
}

type ContentCheck = (content: Json) => CheckedContent;
const check =
  (kind: ContentKind): ContentCheck =>
  (content) =>
    checkContent(kind, content);

/** How each kind of content is checked. A kind without an entry has no normal form yet and is refused. */
const CONTENT_CHECKS: { readonly [Kind in StoredKind]?: ContentCheck } = {
  prompt: check('prompt'),
  partial: check('partial'),
  'guardrail-set': check('guardrail-set'),
};

/** Deeper than any real content; bounds the recursion of everything that reads it later. */
const MAX_DEPTH = 100;

/**
 * Checks one uploaded version by recomputing what it claims.
 *
 * @throws Failure `content-invalid` for a content that is not in normal form, `digest-mismatch` for a
 * content or a source text that is not what its digest or blob id says.
 */
export function checkVersion(upload: VersionUpload): CheckedVersion {
  const { kind, id, content } = upload;
  const checkKind = CONTENT_CHECKS[kind];
  if (checkKind === undefined) throw new Failure('content-invalid', `${id}: this registry does not store contents of kind "${kind}" yet.`);
  if (isDeeperThan(content, MAX_DEPTH)) throw new Failure('content-invalid', `${id}: the content is nested more than ${MAX_DEPTH} deep.`);
  const { digest, body } = sealed(upload);
  if (digest !== upload.digest) {
    throw new Failure('digest-mismatch', `${id}: the content has digest ${digest}, not ${upload.digest}.`, {
      details: { id, computed: digest, given: upload.digest },
    });
  }
  const checked = named(id, () => checkKind(content));
  if (upload.source !== undefined) checkSource(upload, upload.source);
  return { ...upload, ...checked, body };
}

function sealed({ id, content }: VersionUpload): { digest: Digest; body: string } {
  try {
    return { digest: digestOf(content), body: canonicalJson(content) };
  } catch (error) {
    throw new Failure('content-invalid', `${id}: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
}

/** Says which version of a batch a content check is about. */
function named<Result>(id: string, check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.code, `${id}: ${error.message}`, { hint: error.hint, cause: error });
  }
}

function checkSource({ kind, id, content }: VersionUpload, { text, blob }: UploadedFile): void {
  if (!namesText(blob, text)) throw new Failure('digest-mismatch', `${id}: the source text is not the one that blob id ${blob} names.`);
  const parsed = isContentKind(kind) ? parseSource({ kind, id, path: id, text }) : undefined;
  if (parsed !== undefined && says(parsed, content)) return;
  const broken = parsed?.diagnostics.find(({ severity }) => severity === 'error');
  const why = broken && ` Line ${broken.range.line}, column ${broken.range.column}: ${broken.message}`;
  const message = `${id}: the source text does not say the content that is uploaded with it.${why ?? ''}`;
  throw new Failure('digest-mismatch', message, broken?.hint === undefined ? {} : { hint: broken.hint });
}
