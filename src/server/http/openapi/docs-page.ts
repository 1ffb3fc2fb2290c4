import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../../../base/json/canonical-json.ts';

/** A page and the policy that lets a browser show it: no script, nothing from elsewhere. */
export interface DocsPage {
  readonly html: string;
  readonly contentSecurityPolicy: string;
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; text-transform: capitalize; }
details { border: 1px solid #8886; border-radius: 6px; margin: .4rem 0; padding: .4rem .8rem; }
summary { cursor: pointer; overflow-wrap: anywhere; }
summary b { display: inline-block; min-width: 4rem; }
code, pre { font: 14px/1.45 ui-monospace, monospace; }
pre { overflow: auto; border: 1px solid #8886; border-radius: 6px; padding: .6rem; max-height: 26rem; }
td, th { text-align: left; padding: .1rem 1rem .1rem 0; vertical-align: top; }
`;

/** The API for people: every route with what it takes and answers, of the OpenAPI document and of nothing else. */
export function docsPage(document: JsonObject): DocsPage {
  const groups = new Map<string, string[]>();
  for (const [path, operations] of Object.entries(objectOf(document.paths))) {
    for (const [method, operation] of Object.entries(objectOf(operations))) {
      const area = areaOf(path);
      groups.set(area, [...(groups.get(area) ?? []), operationHtml(method, path, objectOf(operation))]);
    }
  }
  const { title, version } = objectOf(document.info);
  const sections = [...groups].map(([area, operations]) => `<section><h2>${escaped(area)}</h2>${operations.join('\n')}</section>`);
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><h1>${escaped(title)}</h1>
<p>Version ${escaped(version)} of the API. The same as data: <a href="/v1/openapi.json">/v1/openapi.json</a>.</p>
<p>Send a token as <code>Authorization: Bearer …</code>. Errors are <code>application/problem+json</code> with a <code>code</code>, a
<code>hint</code> and a <code>requestId</code>.</p>
${sections.join('\n')}
</body></html>
`;
  const hash = createHash('sha256').update(STYLE).digest('base64');
  return {
    html,
    contentSecurityPolicy: `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
}

/** The word of a path that says what it is about. */
function areaOf(path: string): string {
  const [area = 'operations'] = path.replace(/^\/v1\/(?:projects\/\{project\}\/)?/, '/').match(/[a-z]+/) ?? [];
  return path.startsWith('/v1/') ? area : 'operations';
}

function operationHtml(method: string, path: string, operation: JsonObject): string {
  const { summary, description, parameters, requestBody, responses } = operation;
  const rows = (Array.isArray(parameters) ? parameters : []).map((parameter) => {
    const { name, in: place, required, description: about } = objectOf(parameter);
    return `<tr><td><code>${escaped(name)}</code></td><td>${escaped(place)}${required === true ? '' : ', optional'}</td><td>${escaped(about ?? '')}</td></tr>`;
  });
  const statuses = Object.keys(objectOf(responses)).filter((status) => status !== 'default');
  return `<details id="${escaped(operation.operationId)}"><summary><b>${escaped(method.toUpperCase())}</b> <code>${escaped(path)}</code> ${escaped(summary)}</summary>
${description === undefined ? '' : `<p>${escaped(description)}</p>`}
${rows.length === 0 ? '' : `<table>${rows.join('')}</table>`}
${schemaHtml('Body', requestBody)}${schemaHtml('Answer', objectOf(responses)['200'])}
<p>Statuses: ${escaped(statuses.join(', '))}</p></details>`;
}

function schemaHtml(title: string, holder: unknown): string {
  const [media] = Object.values(objectOf(objectOf(holder).content));
  const { schema } = objectOf(media);
  return schema === undefined ? '' : `<p>${title}</p><pre>${escaped(JSON.stringify(schema, null, 2))}</pre>`;
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function escaped(value: unknown): string {
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
