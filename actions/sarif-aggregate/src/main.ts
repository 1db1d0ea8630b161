import { isMainThread } from 'node:worker_threads';
import { runAction } from '@actions-aws/action';
import { inputs, outputs } from './inputs/inputs.ts';

// Files of their own in the bundle: a wrong input needs no reader.
const wiring = () => import('./wiring.ts');
const thread = () => import('./threads/thread.ts');

if (isMainThread) {
  await runAction({
    inputs,
    outputs,
    main: async (run) => (await wiring()).main(run, import.meta.url),
  });
} else {
  // A thread of this action, which has the same program.
  (await thread()).workInThread();
}
