import { setTimeout as wait } from 'node:timers/promises';
import { runAction } from '../../src/index.ts';

await runAction({
  inputs: {},
  outputs: ['outcome'],
  async main({ log, outputs, signal, clock, summary }) {
    log.info('ready');
    await clock.sleep(60_000, signal).catch((reason) => log.info(`stopping: ${reason.message}`));
    // The safe end takes a while, as compensating writes do.
    await wait(300);
    outputs.set('outcome', 'rolled-back');
    summary.paragraph('safe');
    log.info('safe');
  },
});
