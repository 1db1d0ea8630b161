import { ecrApi, ecrPlace } from '../src/ecr/place.ts';
import { team } from './support/opened.ts';

const plain = { account: '123456789012', isFips: false, isDualStack: false };

test.each([
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', { ...plain, region: 'eu-west-1' }],
  ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', { ...plain, region: 'cn-north-1' }],
  ['123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com', { ...plain, region: 'us-gov-west-1', isFips: true }],
  ['123456789012.dkr-ecr.eu-west-1.on.aws', { ...plain, region: 'eu-west-1', isDualStack: true }],
  ['123456789012.dkr-ecr-fips.us-east-1.on.aws', { ...plain, region: 'us-east-1', isFips: true, isDualStack: true }],
  ['123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu', { ...plain, region: 'eusc-de-east-1' }],
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com:443', { ...plain, region: 'eu-west-1' }],
])('%s is in ECR', (registry, place) => {
  expect(ecrPlace(team(registry), {})).toEqual(place);
});

test.each([
  'public.ecr.aws',
  'ghcr.io',
  '127.0.0.1:4566',
  '123456789012.dkr.ecr.eu-west-1.localhost:4566',
  '12345.dkr.ecr.eu-west-1.amazonaws.com',
  '123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example',
  'evil.example.123456789012.dkr.ecr.eu-west-1.amazonaws.com',
  '123456789012.dkr.ecr.evil.example',
  '123456789012.dkr.ecr.eu-west-1.amazonaws.com:8443',
  '123456789012.dkr.ecr.eu-west-1.amazonawsxcom',
])('%s is not, and gets no credentials of AWS', (registry) => {
  expect(ecrPlace(team(registry), { AWS_REGION: 'eu-west-1' })).toBeUndefined();
});

test('a registry where the environment says that AWS is, is ECR’s', () => {
  const local = { region: 'eu-west-1', isFips: false, isDualStack: false };
  const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', AWS_REGION: 'eu-west-1' };
  expect(ecrPlace(team('127.0.0.1:4566'), env)).toEqual(local);
  expect(ecrPlace(team('127.0.0.1:4567'), env)).toBeUndefined();
  expect(ecrPlace(team('127.0.0.1:4567'), { ...env, AWS_ENDPOINT_URL_ECR: 'http://127.0.0.1:4567/' })).toEqual(local);
  expect(ecrPlace(team('127.0.0.1:4566'), { AWS_ENDPOINT_URL: env.AWS_ENDPOINT_URL })).toBeUndefined();
});

describe('the API of a registry', () => {
  const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
  const name = team(host);
  const apiWith = async (env: Record<string, string>, proxyEndpoint: string) =>
    (await ecrApi(name, { ...plain, region: 'eu-west-1' }, env, async () => proxyEndpoint)).href;
  const local = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };

  test('is at its host, and where it is elsewhere, at what comes with the login', async () => {
    expect(await apiWith({}, 'http://127.0.0.1:4566')).toBe(`https://${host}/v2/`);
    expect(await apiWith(local, 'http://127.0.0.1:4566')).toBe('http://127.0.0.1:4566/v2/');
    expect(await apiWith(local, 'https://cloud.example:8443')).toBe('https://cloud.example:8443/v2/');
  });

  test('of another account is never at the host of one’s own', async () => {
    const vpc = { AWS_ENDPOINT_URL_ECR: 'https://vpce-1.api.ecr.eu-west-1.vpce.amazonaws.com' };
    const own = 'https://210987654321.dkr.ecr.eu-west-1.amazonaws.com';
    expect(await apiWith(vpc, own)).toBe(`https://${host}/v2/`);
  });

  test.each(['http://cloud.example', 'ftp://127.0.0.1', 'nowhere', ''])('is not at %j', async (text) => {
    await expect(apiWith(local, text)).rejects.toThrow('no address with TLS');
  });
});
