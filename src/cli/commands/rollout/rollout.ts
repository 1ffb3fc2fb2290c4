import { examples, type RegisterCommand } from '../../program/register-command.ts';
import { registerRolloutActs } from './acts.ts';
import { registerRolloutExport } from './export.ts';
import { registerRolloutNew } from './new.ts';
import { registerRolloutSimulate } from './simulate.ts';
import { registerRolloutStart } from './start.ts';
import { registerRolloutResults, registerRolloutStatus } from './status.ts';

export const registerRollout: RegisterCommand = (program, run) => {
  const rollout = program
    .command('rollout')
    .description('Give a version to some of the traffic first: canaries, experiments and flags')
    .addHelpText(
      'before',
      examples([
        'promptlane rollout new support/triage --env production --candidate staging',
        'promptlane rollout start support/triage --env production',
        'promptlane rollout status support/triage',
      ]),
    )
    .addHelpText('after', '\n`promptlane apply` starts what lies in the folder of rollouts; docs/rollouts.md tells how one runs.');
  registerRolloutNew(rollout, run);
  registerRolloutSimulate(rollout, run);
  registerRolloutStart(rollout, run);
  registerRolloutStatus(rollout, run);
  registerRolloutResults(rollout, run);
  registerRolloutActs(rollout, run);
  registerRolloutExport(rollout, run);
};
