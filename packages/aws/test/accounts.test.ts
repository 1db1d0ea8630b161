import { withoutAccounts } from '../src/index.ts';

test('an account is hidden wherever it stands, and all else stays', () => {
  const told = {
    message:
      'Not allowed to read s3://builds-123456789012-eu-west-1/v2.zip as arn:aws:sts::210987654321:assumed-role/ci.',
    steps: [{ do: 'keep', at: 's3://builds-123456789012/v2.zip', until: 123456789012 }],
    epoch: '1234567890123',
    short: '12345678901',
    none: null,
  };
  expect(withoutAccounts(told)).toEqual({
    message: 'Not allowed to read s3://builds-***-eu-west-1/v2.zip as arn:aws:sts::***:assumed-role/ci.',
    steps: [{ do: 'keep', at: 's3://builds-***/v2.zip', until: 123456789012 }],
    epoch: '1234567890123',
    short: '12345678901',
    none: null,
  });
});

const digits = '123456789012';
const whole = (length: number) => `a${digits}b`.padEnd(length, 'c0ffee');

test.each([
  `sha256:${whole(64)}`,
  `ghcr.io/octo/api@sha256:${digits.padEnd(64, 'a')} and sha256:${digits.padStart(64, 'f')}.`,
  `sha256:${digits}…`,
  `sha256-${whole(64)}.sig`,
  `sha512:${whole(128)}`,
  whole(64),
  digits.padEnd(40, 'd'),
  `commit ${digits} is contained in this one`,
  `sha-${digits}-20260314-150926`,
  `search-api-tree-${digits}`,
  `the request 0a1b2c3d-0000-4000-8000-${digits} was refused`,
])('digits of a digest, a commit, a content or a request are no account: %s', (told) => {
  expect(withoutAccounts(told)).toBe(told);
});

test.each([
  [
    `${digits}.dkr.ecr.eu-west-1.amazonaws.com/api@sha256:${whole(64)}`,
    `***.dkr.ecr.eu-west-1.amazonaws.com/api@sha256:${whole(64)}`,
  ],
  [`arn:aws:ecr:eu-west-1:${digits}:repository/api`, 'arn:aws:ecr:eu-west-1:***:repository/api'],
  [`is not of ${digits}, nor a${digits}, nor ${digits}b`, 'is not of ***, nor a***, nor ***b'],
  [`prod-${digits} and ${digits}_sha-1`, 'prod-*** and ***_sha-1'],
])('an account is hidden beside them: %s', (told, hidden) => {
  expect(withoutAccounts(told)).toBe(hidden);
});

test('an account is hidden in names, too', () => {
  expect(withoutAccounts({ [`prod-${digits}`]: [digits] })).toEqual({ 'prod-***': ['***'] });
});
