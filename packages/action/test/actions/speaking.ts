import { runAction } from '../../src/index.ts';

await runAction({
  inputs: {},
  outputs: [],
  async main({ log }) {
    await log.group('Plan', async () => {
      log.info('upload the code');
      await log.group('Details', async () => log.info('two steps'));
      log.info('publish');
    });
    await log.group('Apply', () => Promise.reject(new Error('caught below'))).catch(() => {});
    log.debug('only when asked');
    log.notice('a notice', { title: 'Old: 1,2' });
    log.warning('a warning');
    log.error('an error that does not fail the run');
    log.mask('learned later');
    // The runner complains of an empty one.
    log.mask('');
  },
});
