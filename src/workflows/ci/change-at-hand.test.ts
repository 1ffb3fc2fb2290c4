import { expect, test } from 'vitest';
import { requireChangeAtHand } from './change-at-hand.ts';

const on = (event: string, checkedOut: string) => () =>
  requireChangeAtHand({ variables: { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: event, GITHUB_SHA: 'ba5e' }, checkedOut });

test.each(['pull_request_target', 'issue_comment'])('the target branch is not judged in place of the change of %s', (event) => {
  expect(on(event, 'ba5e')).toThrow(expect.objectContaining({ code: 'usage-invalid' }));
  expect(on(event, 'f00')).not.toThrow();
});

test.each(['pull_request', 'push', 'workflow_dispatch'])('the commit of %s is the change', (event) => {
  expect(on(event, 'ba5e')).not.toThrow();
});
