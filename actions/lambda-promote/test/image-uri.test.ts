import { imageUri } from '../src/inputs/image-uri.ts';

const HOST = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const DIGEST = `sha256:${'0a'.repeat(32)}`;
const env = { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
const read = (text: string) => imageUri().parse(text, { env, filesMustExist: true });

test.each([
  [`${HOST}/search@${DIGEST}`, HOST, 'search', DIGEST, 'eu-west-1'],
  [`${HOST}/team/search:1.2.3`, HOST, 'team/search', '1.2.3', 'eu-west-1'],
  ['111122223333.dkr-ecr.eu-central-1.on.aws/search:sha-0123456789ab', undefined, 'search', undefined, 'eu-central-1'],
  // Where this machine serves AWS, a port is no tag.
  ['127.0.0.1:4566/search:v3', '127.0.0.1:4566', 'search', 'v3', 'eu-west-1'],
  [`127.0.0.1:4566/search@${DIGEST}`, '127.0.0.1:4566', 'search', DIGEST, 'eu-west-1'],
])('%s is an image in ECR', async (text, registry, repository, reference, region) => {
  expect(await read(text)).toEqual({
    accepted: true,
    value: {
      name: { registry: registry ?? expect.any(String), repository },
      reference: reference ?? expect.any(String),
      region,
      text,
    },
  });
});

test.each([
  [`${HOST}/search`, 'has neither a digest nor a tag', '`latest` is not taken for granted'],
  ['127.0.0.1:4566/search', 'has neither a digest nor a tag', ''],
  [`${HOST}/search:v3@${DIGEST}`, 'has both a tag and a digest', `Write \`${HOST}/search@${DIGEST}\``],
  [`${HOST}/search@${DIGEST.toUpperCase()}`, 'has a digest that cannot be one', 'in lower case'],
  [`${HOST}/search@sha512:${'0a'.repeat(64)}`, 'has a digest that cannot be one', ''],
  [`${HOST}/search@`, 'has a digest that cannot be one', ''],
  [`${HOST}/search:`, 'has a tag that cannot be one', ''],
  [`${HOST}/search:a b`, 'has a tag that cannot be one', ''],
  [`${HOST}/search@${DIGEST}@${DIGEST}`, 'has more than one `@`', ''],
  [`https://${HOST}/search:v3`, 'must be the name of a repository, not an address', 'https:'],
  [`${HOST}/Search:v3`, 'must be in lower case', ''],
  ['ghcr.io/team/search:v3', 'is not in a private repository of Amazon ECR', 'image-promote'],
  ['search:v3', 'which alone Lambda takes images from: docker.io is none', ''],
  ['public.ecr.aws/lambda/python:3.14', 'is not in a private repository of Amazon ECR', ''],
  [
    '123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/search:v3',
    'is named by a FIPS endpoint of ECR',
    'Write `123456789012.dkr.ecr.us-east-1.amazonaws.com/search:v3`.',
  ],
])('%s is refused', async (text, message, remedy) => {
  const parsed = await read(text);
  expect(parsed).toMatchObject({ accepted: false });
  const [refusal] = parsed.accepted ? [] : parsed.refusals;
  expect(refusal?.message).toContain(message);
  expect(refusal?.remedy ?? '').toContain(remedy);
});
