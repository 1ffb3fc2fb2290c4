/** Replaces one file by one long text after another, until it is killed: `tsx write-forever.ts <file> <length>`. */
import { writeFileAtomically } from '../../src/workspace/files/write-file-atomically.ts';

const [, , path = '', length = ''] = process.argv;
for (let round = 0; ; round += 1) {
  await writeFileAtomically(path, `${round}:${'x'.repeat(Number(length))}:${round}\n`);
  if (round === 0) process.stdout.write('started\n');
}
