import { escaped } from '../../base/report/xml.ts';

/** A page of one sentence, for the browser of someone who signs in. */
export function visitPage(text: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Promptlane</title></head>
<body><p>${escaped(text)}</p></body></html>
`;
}
