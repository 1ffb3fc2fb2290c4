import type { Command } from 'commander';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

type Run = Parameters<RegisterCommand>[1];

const REFERENCE = 'a prompt, or support/triage@9b2af7521a9e where it has several drafts';

export const registerDraft: RegisterCommand = (program, run) => {
  const draft = program
    .command('draft')
    .description('Look at edits that were made in the registry, and close those that nobody wants')
    .addHelpText('before', examples(['promptlane draft ls', 'promptlane draft show support/triage']))
    .addHelpText('after', '\nTo bring a draft into its file, run `promptlane pull`.');
  registerLs(draft, run);
  registerShow(draft, run);
  registerClose(draft, run);
};

function registerLs(draft: Command, run: Run): void {
  draft
    .command('ls')
    .description('List open drafts, the one that was touched last first')
    .argument('[prompt]', 'only of this prompt')
    .option('--json', 'print the drafts as JSON', false)
    .addHelpText('before', examples(['promptlane draft ls', 'promptlane draft ls support/triage --json']))
    .action((prompt: string | undefined, { json }: { json: boolean }) =>
      run(async (context) => {
        const [registry, { listDrafts }, { draftsJson, draftsText }, { parsePromptId }] = await Promise.all([
          registryOf(context),
          import('../../../workflows/drafts/shown/show-drafts.ts'),
          import('../../render/govern/draft.ts'),
          import('../../../prompt/reference.ts'),
        ]);
        const drafts = await listDrafts(prompt === undefined ? undefined : parsePromptId(prompt), registry);
        context.terminal.print(json ? draftsJson(drafts) : draftsText(drafts, context.terminal.color));
        return 'ok';
      }),
    );
}

function registerShow(draft: Command, run: Run): void {
  draft
    .command('show')
    .description('Show a draft: its edits, what they change, and what people said of the newest')
    .argument('<draft>', REFERENCE)
    .option('--json', 'print the draft as JSON', false)
    .addHelpText('before', examples(['promptlane draft show support/triage', 'promptlane draft show support/triage@9b2af7521a9e --json']))
    .action((reference: string, { json }: { json: boolean }) =>
      run(async (context) => {
        const [registry, { showDraft }, { draftJson, draftText }] = await Promise.all([
          registryOf(context),
          import('../../../workflows/drafts/shown/show-drafts.ts'),
          import('../../render/govern/draft.ts'),
        ]);
        const shown = await showDraft(reference, registry);
        context.terminal.print(json ? draftJson(shown) : draftText(shown, context.terminal.color));
        return 'ok';
      }),
    );
}

function registerClose(draft: Command, run: Run): void {
  draft
    .command('close')
    .description('Take a draft off the list: declined, or merged by hand')
    .argument('<draft>', REFERENCE)
    .option('--reason <text>', 'decline it, and tell whoever made it why')
    .option('--merged', 'Git has what it says', false)
    .option('--json', 'print what was closed as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane draft close support/triage --reason "Too vague"',
        'promptlane draft close support/triage@9b2af7521a9e --merged',
      ]),
    )
    .addHelpText('after', '\nA push closes what it finds in the commit; `--merged` is for what was taken over in other words.')
    .action((reference: string, { reason, merged, json }: { reason?: string; merged: boolean; json: boolean }) =>
      run(async (context) => {
        const [{ saidText }, { Failure }, { closeDraft }, { closedDraftJson, closedDraftText }] = await Promise.all([
          import('../../program/flag-values.ts'),
          import('../../../base/failure.ts'),
          import('../../../workflows/drafts/shown/show-drafts.ts'),
          import('../../render/govern/draft.ts'),
        ]);
        if ((reason === undefined) === !merged) {
          throw new Failure('usage-invalid', 'Closing a draft takes either `--reason <text>`, to decline it, or `--merged`.');
        }
        const became =
          reason === undefined ? { outcome: 'merged' as const } : { outcome: 'declined' as const, reason: saidText('--reason', reason) };
        const closed = await closeDraft(reference, became, await registryOf(context));
        context.terminal.print(json ? closedDraftJson(closed) : closedDraftText(closed, context.terminal.color));
        return 'ok';
      }),
    );
}

async function registryOf(context: Parameters<Parameters<Run>[0]>[0]) {
  const { openSession } = await import('../../session/session.ts');
  return await openSession(context).registry();
}
