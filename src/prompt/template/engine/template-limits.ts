/** Characters of one template text. */
export const MAX_TEMPLATE_LENGTH = 1_000_000;

/** Tags and outputs of one text: each costs some thirty microseconds to parse, and a registry parses what anyone with a token uploads. */
export const MAX_TAGS = 2000;

/** Characters inside tags and outputs of one text; what stands between them costs nothing. */
export const MAX_MARKUP = 64_000;
