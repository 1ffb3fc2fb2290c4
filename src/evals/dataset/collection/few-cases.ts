import type { EvalCase } from '../eval-case.ts';

/** Keeps cases while they are few, so that they need not be read again. */
export interface FewCases {
  /** So many characters of rows were read. */
  read(characters: number): void;
  add(evalCase: EvalCase): void;
  /** All that were added; nothing when they were too many. */
  all(): readonly EvalCase[] | undefined;
}

/** @param most characters of rows up to which their cases are kept; cases with attached files, whatever their size, are not. */
export function fewCases(most: number): FewCases {
  let kept: EvalCase[] | undefined = [];
  let left = most;
  return {
    read(characters) {
      left -= characters;
      if (left < 0) kept = undefined;
    },
    add(evalCase) {
      if (evalCase.dialogue?.attachments) kept = undefined;
      kept?.push(evalCase);
    },
    all: () => kept,
  };
}
