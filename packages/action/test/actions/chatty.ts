import { runAction } from '../../src/index.ts';

await runAction({
  inputs: {},
  outputs: ['outcome'],
  async main({ log, outputs, clock }) {
    for (let line = 0; line < 200; line += 1) {
      log.info(`line ${line} ${'.'.repeat(1000)}`);
      if (line % 20 === 0) await clock.sleep(1);
    }
    outputs.set('outcome', 'promoted');
  },
});
