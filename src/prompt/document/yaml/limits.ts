/** How much of a YAML file is read. */
export interface YamlLimits {
  readonly maxBytes: number;
  /** Values, marks, line ends and comments: each costs some microseconds. A text is one, however long. */
  readonly maxTokens: number;
}

/** A megabyte: more than any file that people write by hand. */
export const MAX_YAML_BYTES = 1_048_576;

/** Of a file that only the machine of its owner reads. */
export const FILE_LIMITS = limitsOf(MAX_YAML_BYTES);

/**
 * Of a file that says one version. A registry reads those that anyone with a token uploads, and answers nobody
 * meanwhile: the worst costs it about as much as a few requests. Longer texts are partials, which are not YAML.
 */
export const VERSION_LIMITS: YamlLimits = { maxBytes: MAX_YAML_BYTES / 4, maxTokens: 10_000 };

/** With fewer bytes for each token a text is punctuation, not data. */
export function limitsOf(maxBytes: number): YamlLimits {
  return { maxBytes, maxTokens: Math.ceil(maxBytes / 4) };
}
