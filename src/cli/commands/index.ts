import type { RegisterCommand } from '../register-command.ts';
import { registerApply } from './apply.ts';
import { registerCheck } from './check.ts';
import { registerDemo } from './demo.ts';
import { registerDiff } from './diff.ts';
import { registerEval } from './eval.ts';
import { registerHistory } from './history.ts';
import { registerInit } from './init.ts';
import { registerLock } from './lock.ts';
import { registerLs } from './ls.ts';
import { registerNew } from './new.ts';
import { registerPlan } from './plan.ts';
import { registerPromote } from './promote.ts';
import { registerPush } from './push.ts';
import { registerRender } from './render.ts';
import { registerRollback } from './rollback.ts';
import { registerServe } from './serve.ts';
import { registerShow } from './show.ts';
import { registerStatus } from './status.ts';
import { registerUnquarantine } from './unquarantine.ts';
import { registerVerify } from './verify.ts';

/** Every command, in the order and under the headings of `promptlane --help`. */
export const COMMANDS: readonly { readonly group: string; readonly register: RegisterCommand }[] = [
  { group: 'Start:', register: registerInit },
  { group: 'Start:', register: registerNew },
  { group: 'Start:', register: registerDemo },
  { group: 'Author:', register: registerCheck },
  { group: 'Author:', register: registerLs },
  { group: 'Author:', register: registerShow },
  { group: 'Author:', register: registerRender },
  { group: 'Author:', register: registerDiff },
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
