import { path, runAction, UserError } from '../../src/index.ts';

await runAction({
  inputs: { zip: path({ kind: 'file' }) },
  outputs: ['version'],
  async main({ state, outputs, log }) {
    log.info('main');
    state.save('alias', 'live');
    outputs.set('version', 8);
  },
  async post({ inputs, state, outputs, log, fail }) {
    log.info(`post restores ${state.read('alias')} of ${inputs.zip.split(/[\\/]/).at(-1)}`);
    outputs.set('version', 9);
    if (state.read('alias') === 'broken') fail(new UserError('It could not be restored.'));
  },
});
