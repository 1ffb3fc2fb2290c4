import { isJsonObject, type JsonObject } from '../../../base/json/canonical-json.ts';
import { renderPrompt } from '../../../prompt/render/render-prompt.ts';
import type { PromptVersion } from '../../../prompt/version.ts';

/**
 * The value of a flag: a version with everything that a request to a model needs.
 *
 * With `variables` its messages are rendered. Without, they are templates, with their dialect, the declared inputs and
 * the partials that they include: enough to render them elsewhere.
 * @throws Failure `variables-invalid`, `render-failed`
 */
export function flagValue(version: PromptVersion, variables?: JsonObject): JsonObject {
  const { id, digest, content } = version;
  if (variables !== undefined) return plain({ id, digest, rendered: true, ...renderPrompt(version, variables) });
  const partials = Object.fromEntries([...version.partials].map(([name, partial]) => [name, { ...partial }]));
  return plain({ id, digest, rendered: false, ...content, partials });
}

/** Without members that are undefined. */
function plain(value: object): JsonObject {
  const copy: unknown = JSON.parse(JSON.stringify(value));
  return isJsonObject(copy as JsonObject) ? (copy as JsonObject) : {};
}
