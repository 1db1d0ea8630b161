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
