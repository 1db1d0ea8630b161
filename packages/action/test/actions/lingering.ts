import { createServer } from 'node:net';
import { runAction } from '../../src/index.ts';

await runAction({
  inputs: {},
  outputs: [],
  async main({ log }) {
    createServer().listen(0, '127.0.0.1');
    log.info('done');
  },
});
