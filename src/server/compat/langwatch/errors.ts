import { langwatchErrorSchema } from '../../../protocol/langwatch/schemas.ts';
import type { ForeignErrors } from '../../http/route.ts';

/** What went wrong in LangWatch's words. Its clients print `error` and nothing else, so the hint and our code stand there too. */
export const langwatchErrors: ForeignErrors = {
  schema: langwatchErrorSchema,
  bodyOf: ({ code, message, hint, details }, statusCode, requestId) => ({
    error: `${message} ${hint} [${code}]`,
    message,
    code,
    statusCode,
    requestId,
    ...(details !== undefined && { details }),
  }),
};
