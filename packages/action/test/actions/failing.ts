import { choice, runAction, UserError } from '../../src/index.ts';

await runAction({
  inputs: { how: choice('user', 'outage', 'nested', 'text', 'later', 'stall', 'undeclared', 'echo') },
  outputs: ['version', 'outcome'],
  async main({ inputs, log, outputs, summary, signal }) {
    outputs.set('version', 7);
    summary.heading('Half done');
    const outage = Object.assign(new Error('Rate exceeded\nfor UpdateAlias'), {
      name: 'TooManyRequestsException',
      $metadata: { requestId: 'abc-123', httpStatusCode: 429 },
      $response: { headers: { authorization: 'AWS4-HMAC' } },
    });
    switch (inputs.how) {
      case 'user':
        throw new UserError('Function `orders` does not exist in eu-west-1.', {
          hint: 'Create it, or correct `functions`.',
          cause: outage,
        });
      case 'outage':
        throw outage;
      case 'nested':
        throw new Error('the alias could not be moved', { cause: outage });
      case 'text':
        throw 'oops';
      case 'later':
        setImmediate(() => {
          throw new Error('nobody caught this');
        });
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        outputs.set('outcome', 'safe');
        return;
      case 'stall':
        return new Promise(() => {});
      case 'undeclared':
        outputs.set('nonsense' as 'version', 1);
        return;
      case 'echo':
        log.info('fine\n::error::forged\r ::set-output name=version::9\nx ##[error]forged');
        await log.group('::warning::phase', async () => log.info('inside'));
        log.warning('a\n::error::b');
        throw new Error('\n::add-mask::e\u001b[2J');
    }
  },
});
