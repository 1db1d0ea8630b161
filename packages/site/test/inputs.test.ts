import type { Input } from '@actions-aws/action';
import { bucketName, distributionId } from '../src/index.ts';

const CONTEXT = { env: {}, filesMustExist: true };

async function refusalsOf(input: Input<unknown>, given: string): Promise<readonly string[]> {
  const read = await input.parse(given, CONTEXT);
  return read.accepted ? [] : read.refusals.map(({ message }) => message);
}

test.each([
  ['a bucket', bucketName(), 'my-site.example', []],
  [
    'a bucket with its scheme',
    bucketName(),
    's3://my-site',
    ['must be the name of a bucket, such as my-site, without s3:// and without a path'],
  ],
  ['an address for a bucket', bucketName(), '10.0.0.1', [expect.stringContaining('name of a bucket')]],
  ['a distribution', distributionId(), 'E1A2B3C4D5E6F7', []],
  [
    'its domain',
    distributionId(),
    'd111111abcdef8.cloudfront.net',
    [expect.stringContaining('neither its domain nor its ARN')],
  ],
])('%s', async (_, input, given, expected) => {
  expect(await refusalsOf(input, given)).toEqual(expected);
});
