import { lambdaCloud, zip } from './lambda-cloud.ts';

const source = `
  let calls = 0;
  exports.handler = async (event, context) => {
    calls += 1;
    console.log('looking for', event.book);
    if (event.book === 'none') throw new TypeError('there is no such book');
    return { calls, name: context.functionName, version: context.functionVersion, arn: context.invokedFunctionArn, stage: process.env.STAGE };
  };`;

test.each(['in-workers', 'in-thread'] as const)(
  'a function %s answers, fails, speaks and remembers as any other',
  async (runs) => {
    const cloud = await lambdaCloud(runs);
    try {
      const FunctionName = 'books';
      const ZipFile = zip({ 'index.js': source });
      await cloud.create(FunctionName, { Code: { ZipFile }, Environment: { Variables: { STAGE: 'live' } } });
      const invoke = async (event: object) => {
        const asked = { FunctionName, LogType: 'Tail' as const, Payload: Buffer.from(JSON.stringify(event)) };
        const { Payload, FunctionError, LogResult = '' } = await cloud.send('Invoke', asked);
        const log = Buffer.from(LogResult, 'base64').toString();
        return { answer: JSON.parse(Buffer.from(Payload ?? []).toString()), FunctionError, log };
      };
      const first = await invoke({ book: 'Emma' });
      expect(first.answer).toMatchObject({ calls: 1, name: 'books', version: '$LATEST', stage: 'live' });
      expect(first.answer.arn).toMatch(/:function:books$/);
      expect(first.log).toMatch(/START.*\tlooking for Emma\n.*END.*REPORT/s);
      expect((await invoke({ book: 'Emma' })).answer.calls).toBe(2);
      const failed = await invoke({ book: 'none' });
      expect(failed).toMatchObject({ FunctionError: 'Unhandled', answer: { errorType: 'TypeError' } });
      expect(failed.answer.trace.join()).not.toContain('/packages/local-aws/');
      expect(failed.answer.trace[1]).toMatch(/ \(\/var\/task\/index\.js:6:/);
      await cloud.cloud.control.snapshot('now');
      await cloud.cloud.control.restore('now');
      expect((await invoke({ book: 'Emma' })).answer.calls).toBe(1);
    } finally {
      await cloud.stop();
    }
  },
);

test('what cannot run in this thread says so', async () => {
  const cloud = await lambdaCloud('in-thread');
  try {
    await cloud.create('books', { Code: { ZipFile: zip({ 'index.mjs': 'export const handler = async () => 1' }) } });
    const { FunctionError, Payload } = await cloud.send('Invoke', { FunctionName: 'books' });
    expect(FunctionError).toBe('Unhandled');
    expect(Buffer.from(Payload ?? []).toString()).toContain('In this thread runs only <file>.js');
  } finally {
    await cloud.stop();
  }
});
