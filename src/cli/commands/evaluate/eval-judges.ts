import type { Command } from 'commander';
import type { Ending } from '../../../base/exit-code.ts';
import { Failure } from '../../../base/failure.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import type { CalibrationFlags } from '../../wiring/run-calibration.ts';

type Flags = CalibrationFlags & { readonly json: boolean };

const ENDINGS = { agrees: 'ok', measured: 'ok', below: 'gate', undecided: 'network' } as const satisfies Record<string, Ending>;

/** `eval calibrate` and `eval judges`: what is about judges themselves. */
export function registerEvalJudges(evalCommand: Command, run: Parameters<RegisterCommand>[1]): void {
  evalCommand
    .command('calibrate')
    .description('Compare judges with people on answers that people judged, and keep how far they agree')
    .argument('[names...]', 'suites or prompts (default: all)')
    .option('--scorer <id>', 'only this scorer')
    .option('--labels <file>', 'labelled answers instead of those that the suite names; nothing is kept then')
    .option('--dry-run', 'keep nothing', false)
    .option('--cassette <file>', 'take recorded verdicts instead of asking a provider')
    .option('--record <file>', 'keep the verdicts in a cassette')
    .option('--concurrency <number>', 'calls at once to a model (default: 8)')
    .option('--deadline <duration>', 'for one call (default: 2m)')
    .option('--max-cost <dollars>', 'spend no more than this')
    .option('--no-cache', 'neither read nor keep verdicts')
    .option('--refresh', 'ask everything anew, and keep the verdicts', false)
    .option('--offline', 'ask nobody: verdicts of the cache and of cassettes only', false)
    .option('--json', 'print the comparison as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane eval calibrate',
        'promptlane eval calibrate triage --scorer helpful',
        'promptlane eval calibrate triage --labels labels.csv',
      ]),
    )
    .addHelpText('after', '\nExit code 6: a judge agrees less than its suite asks. Exit code 9: not all answers could be judged.')
    .action((names: string[], _: Flags, command: Command) =>
      run(async (context) => {
        const flags = command.optsWithGlobals<Flags>();
        const [{ openSession }, { runCalibration }, { calibrationJson, calibrationText }, { worstEnding }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../wiring/run-calibration.ts'),
          import('../../render/evaluate/calibration.ts'),
          import('../../../base/exit-code.ts'),
        ]);
        const scorers = await runCalibration(names, flags, openSession(context), context);
        const { terminal } = context;
        terminal.print(flags.json ? calibrationJson(scorers) : calibrationText(scorers, terminal.color, terminal.width));
        return worstEnding(scorers.map(({ outcome }) => ENDINGS[outcome]));
      }),
    );
  evalCommand
    .command('judges')
    .description('List the judge prompts that ship with Promptlane, or print one to be copied')
    .argument('[name]', 'a judge prompt to print')
    .option('--json', 'print them as JSON', false)
    .addHelpText('before', examples(['promptlane eval judges', 'promptlane eval judges helpfulness > prompts/judges/helpful.prompt.yaml']))
    .action((name: string | undefined, _: Flags, command: Command) =>
      run(async ({ terminal }) => {
        const { json } = command.optsWithGlobals<Flags>();
        const [{ READY_JUDGES, readyJudge }, { READY_TEXTS }, { readyJudgesJson, readyJudgesText }, { didYouMean }] = await Promise.all([
          import('../../../evals/scorer/judged/ready/ready-judges.ts'),
          import('../../../evals/scorer/judged/ready/ready-texts.ts'),
          import('../../render/evaluate/ready-judges.ts'),
          import('../../../base/text/suggest.ts'),
        ]);
        const listed = READY_JUDGES.filter((one) => name === undefined || one === name);
        if (name !== undefined && listed.length === 0) {
          throw new Failure('usage-invalid', `There is no ready judge "${name}".${didYouMean(name, READY_JUDGES)}`, {
            hint: `There are ${READY_JUDGES.join(', ')}.`,
          });
        }
        const judges = listed.map((one) => ({ name: one, digest: readyJudge(one).digest, text: READY_TEXTS[one] }));
        const [only] = judges;
        if (json) terminal.print(readyJudgesJson(judges));
        else terminal.print(name !== undefined && only ? only.text.trimEnd() : readyJudgesText(judges, terminal.color));
        return 'ok';
      }),
    );
}
