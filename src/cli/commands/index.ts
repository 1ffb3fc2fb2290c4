import type { RegisterCommand } from '../register-command.ts';
import { registerCheck } from './author/check.ts';
import { registerLs } from './author/ls.ts';
import { registerRender } from './author/render.ts';
import { registerRun } from './author/run.ts';
import { registerShow } from './author/show.ts';
import { registerDiff } from './compare/diff.ts';
import { registerEval } from './evaluate/eval.ts';
import { registerServe } from './registry/serve.ts';
import { registerApply } from './release/apply.ts';
import { registerHistory } from './release/history.ts';
import { registerLock } from './release/lock.ts';
import { registerPlan } from './release/plan.ts';
import { registerPromote } from './release/promote.ts';
import { registerPush } from './release/push.ts';
import { registerRollback } from './release/rollback.ts';
import { registerStatus } from './release/status.ts';
import { registerUnquarantine } from './release/unquarantine.ts';
import { registerVerify } from './release/verify.ts';
import { registerCodegen } from './start/codegen.ts';
import { registerCompletion } from './start/completion.ts';
import { registerConfig } from './start/config.ts';
import { registerDemo } from './start/demo.ts';
import { registerExport } from './start/export.ts';
import { registerImport } from './start/import.ts';
import { registerInit } from './start/init.ts';
import { registerNew } from './start/new.ts';

/** Every command, in the order and under the headings of `promptlane --help`. */
export const COMMANDS: readonly { readonly group: string; readonly register: RegisterCommand }[] = [
  { group: 'Start:', register: registerInit },
  { group: 'Start:', register: registerNew },
  { group: 'Start:', register: registerImport },
  { group: 'Start:', register: registerExport },
  { group: 'Start:', register: registerDemo },
  { group: 'Start:', register: registerConfig },
  { group: 'Start:', register: registerCodegen },
  { group: 'Start:', register: registerCompletion },
  { group: 'Author:', register: registerCheck },
  { group: 'Author:', register: registerLs },
  { group: 'Author:', register: registerShow },
  { group: 'Author:', register: registerRender },
  { group: 'Author:', register: registerRun },
  { group: 'Compare:', register: registerDiff },
  { group: 'Evaluate:', register: registerEval },
  { group: 'Release:', register: registerStatus },
  { group: 'Release:', register: registerLock },
  { group: 'Release:', register: registerVerify },
  { group: 'Release:', register: registerPush },
  { group: 'Release:', register: registerPlan },
  { group: 'Release:', register: registerApply },
  { group: 'Release:', register: registerPromote },
  { group: 'Release:', register: registerRollback },
  { group: 'Release:', register: registerUnquarantine },
  { group: 'Release:', register: registerHistory },
  { group: 'Registry:', register: registerServe },
];
