import { runAction } from '../../src/index.ts';

await runAction({
  inputs: {},
  outputs: [],
  async main({ log, signal, clock }) {
    log.info('ready');
    await clock.sleep(60_000, signal);
  },
});
