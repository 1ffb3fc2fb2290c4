import { describe, expect, test } from 'vitest';
import type { Comment, PullRequestForge } from '../../../forge/pull-request-forge.ts';
import type { CiDocument } from '../document/ci-document.ts';
import { commentMarker, commentText, hasNews } from './comment-text.ts';
import { type CommentRequest, LONGEST_COMMENT_BYTES, publishComment } from './publish-comment.ts';
import { publishTarget } from './publish-target.ts';

const MARKER = commentMarker({ workingDirectory: '.', config: undefined, environment: undefined });
const SHA = 'a'.repeat(40);
const OURS = 'github-actions[bot]';

/** A pull request with these comments, as [author, body]. */
function forgeWith(...written: (readonly [string, string])[]) {
  const comments: Comment[] = written.map(([author, body], index) => ({ id: index + 1, author, body, url: `#${index + 1}` }));
  const pull = { number: 7, isOpen: true, headSha: SHA };
  const forge: PullRequestForge = {
    ownLogin: async () => OURS,
    pullRequest: async () => pull,
    pullRequestsOfHead: async ({ sha }) => [pull, { ...pull, number: 9 }, { ...pull, number: 3, headSha: `${sha}0` }],
    pullRequestsOfCommit: async () => [],
    comments: async () => comments,
    async createComment(_number, body) {
      const made = { id: comments.length + 1, author: OURS, body, url: `#${comments.length + 1}` };
      comments.push(made);
      return made;
    },
    async updateComment(id, body) {
      const index = comments.findIndex((comment) => comment.id === id);
      const made = { ...(comments[index] as Comment), body };
      comments[index] = made;
      return made;
    },
  };
  return { forge, bodies: () => comments.map(({ body }) => body) };
}

const publish = (forge: PullRequestForge, changes: Partial<CommentRequest> = {}) =>
  publishComment({ pullRequest: 7, headSha: SHA, marker: MARKER, text: 'new', always: false, hasNews: true, ...changes }, forge);

describe('publishComment', () => {
  test('writes one comment and keeps it up to date', async () => {
    const { forge, bodies } = forgeWith(['ada', 'hello']);
    expect(await publish(forge)).toEqual({ kind: 'created', url: '#2' });
    expect(await publish(forge)).toEqual({ kind: 'unchanged', url: '#2' });
    expect(await publish(forge, { text: 'newer' })).toEqual({ kind: 'updated', url: '#2' });
    expect(bodies()).toEqual(['hello', `${MARKER}\nnewer`]);
  });

  test.each([
    ['a stranger who wrote the marker', ['mallory', `${MARKER}\nall is well`]],
    ['a person with a name like ours', ['github-actions', `${MARKER}\nall is well`]],
    ['a text of ours that quotes the marker', [OURS, `> ${MARKER}\nall is well`]],
    ['a comment of another job', [OURS, `${commentMarker({ workingDirectory: 'b', config: undefined, environment: undefined })}\nx`]],
    ['someone whose account is gone', ['', `${MARKER}\nx`]],
  ] as const)('leaves alone %s', async (_who, [author, body]) => {
    const { forge, bodies } = forgeWith([author, body]);
    expect(await publish(forge)).toMatchObject({ kind: 'created' });
    expect(bodies()).toEqual([body, `${MARKER}\nnew`]);
  });

  test('says nothing without news, unless an earlier comment would be wrong or it is told to', async () => {
    const { forge, bodies } = forgeWith();
    expect(await publish(forge, { hasNews: false })).toEqual({ kind: 'nothing-to-say' });
    expect(bodies()).toEqual([]);
    expect(await publish(forge, { hasNews: false, always: true })).toMatchObject({ kind: 'created' });
    expect(await publish(forge, { hasNews: false, text: 'all is well again' })).toMatchObject({ kind: 'updated' });
  });

  test('says nothing about a commit that is no longer proposed', async () => {
    const { forge, bodies } = forgeWith();
    expect(await publish(forge, { headSha: 'b'.repeat(40) })).toEqual({ kind: 'outdated', headSha: SHA });
    expect(bodies()).toEqual([]);
  });

  test('knows its comment when the forge has put other line ends in it', async () => {
    const { forge, bodies } = forgeWith([OURS, `${MARKER}\r\nold`]);
    expect(await publish(forge)).toMatchObject({ kind: 'updated' });
    expect(bodies()).toEqual([`${MARKER}\nnew`]);
  });
});

describe('publishTarget', () => {
  test('is the oldest pull request that proposes exactly the commit of a run', async () => {
    const { forge } = forgeWith();
    const head = { owner: 'mallory', branch: 'better', sha: SHA };
    expect(await publishTarget({ kind: 'run', id: 1, head, isFork: true }, forge)).toEqual({ pullRequest: 7, headSha: SHA });
  });

  test('is nothing for a commit that no pull request has', async () => {
    const { forge } = forgeWith();
    expect(await publishTarget({ kind: 'commit', sha: SHA }, forge)).toBeUndefined();
    expect(await publishTarget({ kind: 'none' }, forge)).toBeUndefined();
  });
});

const DOCUMENT: CiDocument = {
  schema: 'promptlane/ci/v1',
  verdict: 'passed',
  exitCode: 0,
  summary: 'All gates passed.',
  against: 'main',
  restricted: false,
  gates: [],
  changed: [],
  findings: [],
  unlisted: 0,
  evaluations: [],
  plans: [],
};

describe('commentText', () => {
  const origin = { sha: SHA, runUrl: 'https://github.com/acme/prompts/actions/runs/42', isReported: true };

  test('is the report, with where it comes from', () => {
    expect(commentText(DOCUMENT, { ...origin, isReported: false }, () => '# Passed\n')).toBe(
      '# Passed\n\n<sub>Commit aaaaaaaaaaaa · [run](https://github.com/acme/prompts/actions/runs/42)</sub>\n',
    );
    expect(commentText(DOCUMENT, { sha: SHA, runUrl: undefined, isReported: false }, () => '# Passed\n')).toBe(
      '# Passed\n\n<sub>Commit aaaaaaaaaaaa</sub>\n',
    );
  });

  test('says of a report that a fork made that it is only that', () => {
    expect(commentText(DOCUMENT, origin, () => '# Passed\n')).toMatch(/^> \[!NOTE\]\n> This change comes from a fork\./);
  });

  test('leaves room for the marker within what GitHub takes', () => {
    const longest = commentText(DOCUMENT, origin, (_document, { limit }) => 'ü'.repeat(limit / 2));
    expect(Buffer.byteLength(`${MARKER}\n${longest}`)).toBeLessThanOrEqual(LONGEST_COMMENT_BYTES);
    expect(longest.length).toBeGreaterThan(32_000);
  });
});

describe('commentMarker', () => {
  test('is one hidden line, whatever the folder is called', () => {
    const marker = commentMarker({ workingDirectory: '--> @everyone\n', config: undefined, environment: 'production' });
    expect(marker).toMatch(/^<!-- promptlane ci [0-9a-f]{16} -->$/);
    expect(marker).not.toBe(MARKER);
  });
});

describe('hasNews', () => {
  test.each<[Partial<CiDocument>, boolean]>([
    [{}, false],
    [{ verdict: 'trouble' }, true],
    [{ changed: [{ prompt: 'greet', change: 'changed', changes: [] }] }, true],
    [{ findings: [{ gate: 'check', rule: 'r', severity: 'info', message: 'm' }] }, true],
  ])('of %j is %s', (changes, news) => {
    expect(hasNews({ ...DOCUMENT, ...changes })).toBe(news);
  });
});
