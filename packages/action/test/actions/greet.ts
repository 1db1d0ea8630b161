import { choice, duration, flag, integer, optional, runAction, secret, text, UserError } from '../../src/index.ts';

await runAction({
  inputs: {
    functionName: text(),
    count: integer({ min: 1, max: 9 }),
    timeout: optional(duration()),
    dryRun: flag(),
    mood: optional(choice('happy', 'sad')),
    token: optional(secret()),
  },
  outputs: ['greeting', 'details', 'changed', 'never-set'],
  async main({ inputs, log, outputs, summary, fail }) {
    await log.group('Plan', async () => {
      log.info(`hello ${inputs.functionName}`);
    });
    outputs.set('greeting', `hello ${inputs.functionName}`);
    outputs.set('details', { count: inputs.count, timeout: inputs.timeout });
    outputs.set('changed', !inputs.dryRun);
    summary.heading('Greeted').paragraph(inputs.functionName);
    if (inputs.mood === 'sad') fail(new UserError('The mood is sad.', { hint: 'Set `mood: happy`.' }));
  },
});
