/** The tests that kill, race and tamper, with many more rounds (see PROMPTLANE_SOAK in them). */
import './concurrent-apply.test.ts';
import './kill-apply.test.ts';
import './kill-eval.test.ts';
import './kill-lock.test.ts';
import './kill-push.test.ts';
import './kill-registry.test.ts';
import './kill-server.test.ts';
import './verify.test.ts';
