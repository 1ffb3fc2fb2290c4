import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closed, listening } from './listening.ts';

export interface FakePullRequest {
  readonly number: number;
  state: 'open' | 'closed';
  headSha: string;
  readonly headRef: string;
  /** Who owns the repository that the branch is in; absent for a fork that was deleted. */
  readonly headOwner?: string;
}

interface FakeComment {
  readonly id: number;
  readonly pullRequest: number;
  readonly login: string;
  body: string;
}

/** What a token may do, as the permissions of a job. */
export interface FakeToken {
  readonly login: string;
  readonly mayRead: boolean;
  readonly mayWrite: boolean;
}

export interface SeenCall {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
}

/** GitHub as the action meets it: the routes that it uses, with the statuses, headers and bodies of the real one. */
export interface FakeGitHub {
  /** What GITHUB_API_URL is. */
  readonly apiUrl: string;
  /** What GITHUB_GRAPHQL_URL is. */
  readonly graphqlUrl: string;
  readonly pullRequests: FakePullRequest[];
  readonly comments: FakeComment[];
  readonly calls: SeenCall[];
  readonly tokens: Map<string, FakeToken>;
  /** Answers the next requests with these instead; then it is itself again. */
  readonly troubles: ((response: ServerResponse) => void)[];
  /** Lets someone else write a comment. */
  comment(pullRequest: number, login: string, body: string): FakeComment;
  close(): Promise<void>;
}

/** GitHub takes 65,536 characters. */
const LONGEST_BODY = 65_536;
const REPOSITORY = { id: 700, full_name: 'acme/prompts' };

export async function fakeGitHub(): Promise<FakeGitHub> {
  const state = {
    pullRequests: [] as FakePullRequest[],
    comments: [] as FakeComment[],
    calls: [] as SeenCall[],
    tokens: new Map<string, FakeToken>([['ghs_job', { login: 'github-actions[bot]', mayRead: true, mayWrite: true }]]),
    troubles: [] as ((response: ServerResponse) => void)[],
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      state.calls.push({ method: request.method ?? '', path: request.url ?? '', authorization: request.headers.authorization });
      const trouble = state.troubles.shift();
      if (trouble) trouble(response);
      else send(response, answer(request, Buffer.concat(chunks).toString()));
    });
  });
  const { origin } = await listening(server);

  function answer({ method = '', url = '', headers }: IncomingMessage, text: string): Reply {
    const token = state.tokens.get(headers.authorization?.replace(/^Bearer /, '') ?? '');
    if (!token) return refused(401, 'Bad credentials');
    const { pathname, searchParams } = new URL(url, origin);
    if (pathname === '/graphql') return { status: 200, body: { data: { viewer: { login: token.login } } } };
    if (method === 'GET' ? !token.mayRead : !token.mayWrite) return refused(403, 'Resource not accessible by integration');
    for (const [pattern, handle] of ROUTES) {
      const found = pattern.exec(`${method} ${pathname}`);
      if (found) return handle({ id: found[1] ?? '', searchParams, text, token });
    }
    return refused(404, 'Not Found');
  }

  interface Call {
    /** The last number or commit in the path. */
    readonly id: string;
    readonly searchParams: URLSearchParams;
    readonly text: string;
    readonly token: FakeToken;
  }

  const ROUTES: readonly (readonly [RegExp, (call: Call) => Reply])[] = [
    [
      /^GET \/repos\/acme\/prompts\/pulls\/(\d+)$/,
      ({ id }) => {
        const pull = state.pullRequests.find(({ number }) => number === Number(id));
        return pull ? { status: 200, body: pullJson(pull) } : refused(404, 'Not Found');
      },
    ],
    [
      /^GET \/repos\/acme\/prompts\/pulls$/,
      ({ searchParams }) => {
        const [owner, ...branch] = (searchParams.get('head') ?? '').split(':');
        const matching = state.pullRequests.filter((pull) => pull.headOwner === owner && pull.headRef === branch.join(':'));
        return { status: 200, body: matching.filter((pull) => pull.state === searchParams.get('state')).map(pullJson) };
      },
    ],
    [
      /^GET \/repos\/acme\/prompts\/commits\/([0-9a-f]+)\/pulls$/,
      ({ id }) => ({
        status: 200,
        body: state.pullRequests.filter(({ headSha }) => headSha === id).map(pullJson),
      }),
    ],
    // The pages that GitHub names have the number of the repository in place of its name.
    [
      /^GET \/repos(?:\/acme\/prompts|itories\/700)\/issues\/(\d+)\/comments$/,
      ({ id, searchParams }) => {
        const all = state.comments.filter(({ pullRequest }) => pullRequest === Number(id));
        const size = Number(searchParams.get('per_page') ?? 30);
        const page = Number(searchParams.get('page') ?? 1);
        const next = `${origin}/repositories/700/issues/${id}/comments?per_page=${size}&page=${page + 1}`;
        const headers = page * size < all.length ? { link: `<${next}>; rel="next", <${origin}/last>; rel="last"` } : {};
        return { status: 200, body: all.slice((page - 1) * size, page * size).map(commentJson), headers };
      },
    ],
    [
      /^POST \/repos\/acme\/prompts\/issues\/(\d+)\/comments$/,
      ({ id, text, token }) => withBody(text, (body) => ({ status: 201, body: commentJson(comment(Number(id), token.login, body)) })),
    ],
    [
      /^PATCH \/repos\/acme\/prompts\/issues\/comments\/(\d+)$/,
      ({ id, text }) =>
        withBody(text, (body) => {
          const known = state.comments.find((each) => each.id === Number(id));
          if (!known) return refused(404, 'Not Found');
          known.body = body;
          return { status: 200, body: commentJson(known) };
        }),
    ],
  ];

  function comment(pullRequest: number, login: string, body: string): FakeComment {
    const made = { id: 1000 + state.comments.length, pullRequest, login, body };
    state.comments.push(made);
    return made;
  }

  return {
    ...state,
    apiUrl: origin,
    graphqlUrl: `${origin}/graphql`,
    comment,
    close: () => closed(server),
  };
}

const DOCS = 'https://docs.github.com/rest';

interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function refused(status: number, message: string, errors?: readonly object[]): Reply {
  return { status, body: { message, ...(errors && { errors }), documentation_url: DOCS, status: String(status) } };
}

function send(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  const limits = { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '999', 'x-ratelimit-reset': '1900000000' };
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...limits, ...headers }).end(JSON.stringify(body));
}

function withBody(text: string, use: (body: string) => Reply): Reply {
  const { body } = JSON.parse(text) as { body: string };
  if (body.length <= LONGEST_BODY) return use(body);
  const message = 'Body is too long (maximum is 65536 characters)';
  return refused(422, 'Validation Failed', [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message }]);
}

function pullJson({ number, state, headSha, headRef, headOwner }: FakePullRequest): object {
  const repo =
    headOwner === undefined
      ? null
      : { id: headOwner === 'acme' ? 700 : 701, full_name: `${headOwner}/prompts`, owner: { login: headOwner } };
  return { number, state, title: 'A change', head: { sha: headSha, ref: headRef, repo }, base: { ref: 'main', repo: REPOSITORY } };
}

function commentJson({ id, pullRequest, login, body }: FakeComment): object {
  const html_url = `https://github.com/acme/prompts/pull/${pullRequest}#issuecomment-${id}`;
  return { id, body, html_url, user: { login, type: login.endsWith('[bot]') ? 'Bot' : 'User' } };
}
