import type { Command } from 'commander';
import type { CliContext } from '../../context.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface RequestFlags {
  env: string;
  reviewer: string[];
  message?: string;
  json: boolean;
}

interface CommentFlags {
  message: string;
  line?: string;
  side: 'before' | 'after';
  json: boolean;
}

const REFERENCE = 'the version, for example support/triage@3f9a1c2b7d04';

export const registerReview: RegisterCommand = (program, run) => {
  const review = program
    .command('review')
    .description('Ask people for a yes before a version is pinned, and give one')
    .addHelpText('before', examples(['promptlane review request support/triage@latest --env production', 'promptlane review approve 12']));

  jsonOption(
    review.command('request').description('Ask whether a version may be pinned in an environment').argument('<reference>', REFERENCE),
  )
    .requiredOption('--env <environment>', 'where it is to be pinned')
    .option('--reviewer <people...>', 'whom to ask: names or addresses', [])
    .option('-m, --message <text>', 'what they should know')
    .addHelpText('before', examples(['promptlane review request support/triage@v12 --env production --reviewer rita@example.com']))
    .action((reference: string, flags: RequestFlags) =>
      run(async (context) => {
        const [{ openSession }, { requestReview }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/govern/reviews.ts'),
        ]);
        const session = openSession(context);
        const { environments } = (await session.workspace()).config;
        const asked = { ...flags, reference, reviewers: flags.reviewer };
        await print(context, flags, await requestReview(asked, environments, await session.registry(), await session.versions()));
        return 'ok';
      }),
    );

  jsonOption(
    review
      .command('show')
      .description('Show a review: what the version changes, and what people said')
      .argument('<number>', 'of the review'),
  )
    .addHelpText('before', examples(['promptlane review show 12', 'promptlane review show 12 --json']))
    .action((number: string, flags: { json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { showReview }, { wholeNumber }] = await loadParts();
        const session = openSession(context);
        const wanted = wholeNumber('A review', number, { from: 1 });
        await print(context, flags, await showReview(wanted, await session.registry(), await session.versions()));
        return 'ok';
      }),
    );

  jsonOption(review.command('list').description('List reviews, newest first').argument('[prompt]', 'only of this prompt'))
    .addHelpText('before', examples(['promptlane review list', 'promptlane review list support/triage --json']))
    .action((prompt: string | undefined, flags: { json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { reviewsJson, reviewsText }, { parsePromptId }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../render/govern/review.ts'),
          import('../../../prompt/reference.ts'),
        ]);
        const filter = prompt === undefined ? {} : { prompt: parsePromptId(prompt) };
        const reviews = await (await openSession(context).registry()).reviews(filter);
        const { terminal } = context;
        terminal.print(flags.json ? reviewsJson(reviews) : reviewsText(reviews, terminal.color));
        return 'ok';
      }),
    );

  for (const [verb, decision, description] of [
    ['approve', 'approved', 'Say yes to the version of a review'],
    ['reject', 'rejected', 'Say no to the version of a review'],
    ['withdraw', 'withdrawn', 'Take back what you said of the version of a review'],
  ] as const) {
    const command = jsonOption(review.command(verb).description(description).argument('<number>', 'of the review'));
    const withMessage =
      decision === 'rejected' ? command.requiredOption('-m, --message <text>', 'why') : command.option('-m, --message <text>', 'why');
    withMessage
      .addHelpText('before', examples([`promptlane review ${verb} 12${decision === 'rejected' ? ' -m "It promises a refund"' : ''}`]))
      .action((number: string, flags: { message?: string; json: boolean }) =>
        run(async (context) => {
          const [{ openSession }, { decideReview }, { wholeNumber }] = await loadParts();
          const asked = {
            number: wholeNumber('A review', number, { from: 1 }),
            decision,
            ...(flags.message !== undefined && { message: flags.message }),
          };
          await print(context, flags, await decideReview(asked, await openSession(context).registry()));
          return 'ok';
        }),
      );
  }

  registerComment(review, run);
};

function registerComment(review: Command, run: Parameters<RegisterCommand>[1]): void {
  jsonOption(
    review
      .command('comment')
      .description('Say something about a version, or about one line of its diff')
      .argument('<number>', 'of the review'),
  )
    .requiredOption('-m, --message <text>', 'what you say')
    .option('--line <path:line>', 'about a line of a text, for example messages/0/content:3')
    .option('--side <side>', '`before` or `after` the change', 'after')
    .addHelpText('before', examples(['promptlane review comment 12 -m "Why so curt?" --line messages/0/content:3']))
    .action((number: string, flags: CommentFlags) =>
      run(async (context) => {
        const [{ openSession }, { commentReview }, { wholeNumber }] = await loadParts();
        const wanted = wholeNumber('A review', number, { from: 1 });
        const [, path, line] = /^(.+):(\d+)$/.exec(flags.line ?? '') ?? [];
        if (flags.side !== 'before' && flags.side !== 'after') await refuse('--side takes `before` or `after`.');
        if (flags.line !== undefined && path === undefined)
          await refuse('--line takes a path and a line, for example messages/0/content:3.');
        const place =
          path === undefined ? {} : { place: { path, line: wholeNumber('The line of --line', line ?? '', { from: 1 }), side: flags.side } };
        await print(
          context,
          flags,
          await commentReview(wanted, { message: flags.message, ...place }, await openSession(context).registry()),
        );
        return 'ok';
      }),
    );
}

async function refuse(message: string): Promise<never> {
  const { Failure } = await import('../../../base/failure.ts');
  throw new Failure('usage-invalid', message);
}

function jsonOption(command: Command): Command {
  return command.option('--json', 'print the review as JSON', false);
}

function loadParts() {
  return Promise.all([
    import('../../session/session.ts'),
    import('../../../workflows/govern/reviews.ts'),
    import('../../program/flag-values.ts'),
  ]);
}

async function print(
  { terminal }: CliContext,
  { json }: { readonly json: boolean },
  outcome: import('../../../workflows/govern/reviews.ts').ShownReview,
): Promise<void> {
  const { reviewJson, reviewText } = await import('../../render/govern/review.ts');
  terminal.print(json ? reviewJson(outcome) : reviewText(outcome, terminal.color));
}
