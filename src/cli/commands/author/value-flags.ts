import type { Command } from 'commander';

/** The flags of every command that renders a prompt. */
export interface ValueFlags {
  var?: string[];
  vars?: string;
  dataset?: string;
  row?: string;
  testData?: string;
  history?: string;
}

/** Declares the flags that give a prompt its values. */
export function withValueFlags(command: Command): Command {
  return command
    .option('--var <name=value>', 'a value; name=@FILE takes it from a file; repeat it for more', addPair)
    .option('--vars <file>', 'a file with values: JSON, YAML or JSON Lines; `--var` wins over it')
    .option('--dataset <file>', 'take the values from a dataset')
    .option('--row <row>', 'the row of the dataset, by number or id')
    .option('--test-data <row>', "a row of the prompt's own test data, by number")
    .option('--history <file>', 'earlier messages, for the placeholders of the prompt');
}

function addPair(pair: string, pairs: string[] = []): string[] {
  return [...pairs, pair];
}
