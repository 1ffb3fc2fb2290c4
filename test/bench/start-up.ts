import { inTurn, promptlane, runNode } from './measure.ts';
import { type Row, ratioWithin, type Scale, timeText } from './row.ts';

/** `--help` and `--version` over a Node that does nothing. */
export async function startUp({ quick }: Scale): Promise<Row[]> {
  const { bare, help, version } = await inTurn(quick ? 5 : 25, {
    bare: () => runNode(['-e', '0']),
    help: () => promptlane(['--help']),
    version: () => promptlane(['--version']),
  });
  return Object.entries({ '--help': help, '--version': version }).map(([what, usage]) => {
    const ratio = usage.wallMs / bare.wallMs;
    return { what, ours: timeText(usage), beside: `${timeText(bare)} node -e 0`, ratio, goal: ratioWithin(ratio, 1.6) };
  });
}
