import { CreateFunctionCommand, InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { startLocalAws } from '../src/local-aws.ts';
import { role, zip } from './lambda-cloud.ts';

const cloud = await startLocalAws({ clock: { scale: 50 } });
afterAll(() => cloud.stop());
const client = new LambdaClient({
  endpoint: cloud.endpoint,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
});

async function create(name: string, code: string): Promise<void> {
  await client.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: role,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Timeout: 1,
      Code: { ZipFile: zip({ 'index.js': code }) },
    }),
  );
  await cloud.clock.advance(2_000);
}

async function invoke(input: InvokeCommandInput): Promise<unknown> {
  const { FunctionError, Payload } = await client.send(new InvokeCommand(input));
  return FunctionError ?? JSON.parse(Buffer.from(Payload ?? []).toString());
}

it('gives code the machine’s time, in which it runs, when the local clock is faster', async () => {
  await create(
    'slow',
    `exports.handler = async (event, context) => {
      await new Promise((resolve) => setTimeout(resolve, event.wait));
      return context.getRemainingTimeInMillis() > 0;
    };`,
  );
  expect(await invoke({ FunctionName: 'slow', Payload: Buffer.from('{"wait":200}') })).toBe(true);
  expect(await invoke({ FunctionName: 'slow', Payload: Buffer.from('{"wait":3000}') })).toBe('Unhandled');
});

it('starts many environments at once without failing any invocation', async () => {
  await create('quick', 'exports.handler = async () => 1;');
  const answers = await Promise.all(Array.from({ length: 60 }, () => invoke({ FunctionName: 'quick' })));
  expect(answers).toEqual(Array.from({ length: 60 }, () => 1));
});

it('has nothing behind a link that cannot be read', async () => {
  expect((await fetch(`${cloud.endpoint}/_local-aws/lambda/%zz`)).status).toBe(403);
});
