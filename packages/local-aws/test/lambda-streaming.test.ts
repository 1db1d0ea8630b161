import { lambdaCloud, zip } from './lambda-cloud.ts';

const NUL = '\0'.repeat(8);

describe.each(['in-workers', 'in-thread'] as const)('a handler that streams its response, %s', (runs) => {
  let cloud: Awaited<ReturnType<typeof lambdaCloud>>;
  beforeAll(async () => {
    cloud = await lambdaCloud(runs);
  });
  afterAll(() => cloud.stop());
  let made = 0;

  /** The bytes that an invocation of this handler answers, as text, and the error if there was one. */
  async function streamed(handler: string, input: object = {}) {
    const FunctionName = `streams-${++made}`;
    const ZipFile = zip({ 'index.js': `exports.handler = ${handler}` });
    await cloud.create(FunctionName, { Code: { ZipFile }, ...input });
    const { Payload, FunctionError } = await cloud.sendAtOnce('Invoke', {
      FunctionName,
      Payload: Buffer.from('{"name":"Emma"}'),
    });
    return { text: Buffer.from(Payload ?? []).toString('latin1'), FunctionError };
  }

  it('answers with what it wrote', async () => {
    const handler = `awslambda.streamifyResponse(async (event, stream, context) => {
      stream.setContentType('text/plain');
      stream.write('Dear ' + event.name + ', ');
      await new Promise((go) => setImmediate(go));
      stream.write({ version: context.functionVersion });
      stream.end();
    });`;
    expect(await streamed(handler)).toEqual({ text: 'Dear Emma, {"version":"$LATEST"}', FunctionError: undefined });
  });

  it('answers with a prelude, eight NUL bytes and the body, also on Node.js 24', async () => {
    const handler = `awslambda.streamifyResponse(async (event, stream, context) => {
      const http = awslambda.HttpResponseStream.from(stream, { statusCode: 503, headers: { 'x-a': 'b' } });
      http.write('no ');
      http.write(Uint8Array.from([0xff, 0x00]));
      http.end();
    });`;
    const expected = `{"statusCode":503,"headers":{"x-a":"b"}}${NUL}no \xff\x00`;
    expect((await streamed(handler)).text).toBe(expected);
    expect((await streamed(handler, { Runtime: 'nodejs24.x' })).text).toBe(expected);
  });

  it('has no prelude where nothing was written before the end, as AWS’s runtime has it', async () => {
    const handler = `awslambda.streamifyResponse(async (event, stream) => {
      awslambda.HttpResponseStream.from(stream, { statusCode: 200 }).end('all');
    });`;
    expect((await streamed(handler)).text).toBe('all');
  });

  it('fails when it throws, is not async, or was never said to stream', async () => {
    const failed = async (handler: string) => {
      const { text, FunctionError } = await streamed(handler);
      return [FunctionError, JSON.parse(text).errorMessage];
    };
    expect(
      await failed('awslambda.streamifyResponse(async (_, stream) => { stream.write("a"); throw new Error("torn"); })'),
    ).toEqual(['Unhandled', 'torn']);
    expect(await failed('awslambda.streamifyResponse((_, stream) => { stream.end("a"); })')).toEqual([
      'Unhandled',
      'Streaming does not support non-async handlers.',
    ]);
  });
});

describe('a stream that is never ended', () => {
  it('times out', async () => {
    const cloud = await lambdaCloud();
    try {
      const handler = 'exports.handler = awslambda.streamifyResponse(async (_, stream) => { stream.write("a"); });';
      await cloud.create('endless', { Code: { ZipFile: zip({ 'index.js': handler }) }, Timeout: 3 });
      const logged = cloud.logs.length;
      const invocation = cloud.invoke('endless');
      while (!cloud.logs.slice(logged).some(({ message }) => message.startsWith('START'))) await cloud.advance(0);
      await cloud.advance(3_000);
      expect(await invocation).toMatchObject({
        FunctionError: 'Unhandled',
        payload: { errorType: 'Sandbox.Timedout' },
      });
    } finally {
      await cloud.stop();
    }
  });
});
