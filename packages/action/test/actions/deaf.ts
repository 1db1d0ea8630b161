import { setTimeout as wait } from 'node:timers/promises';
import { choice, runAction } from '../../src/index.ts';

await runAction({
  inputs: { waits: choice('on-the-clock', 'on-a-request') },
  outputs: [],
  async main({ inputs, log, signal, clock }) {
    log.info('ready');
    if (inputs.waits === 'on-the-clock') await clock.sleep(60_000, signal);
    // As SDK clients do, this throws an AbortError of its own.
    else await wait(60_000, undefined, { signal });
  },
});
