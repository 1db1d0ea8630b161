import { readBudget } from '../src/index.ts';

const now = Date.parse('2026-05-04T12:00:00Z');
const tenMinutes = { now, timeoutMs: 600_000, given: undefined, env: {} };

test('credentials that outlive the run and a rollback are fine', () => {
  const env = { AWS_CREDENTIAL_EXPIRATION: '2026-05-04T12:11:00Z' };
  expect(readBudget({ ...tenMinutes, env })).toEqual({ deadline: now + 600_000, credentialsEnd: now + 660_000 });
});

test('credentials that would end before a rollback could are refused, with what to do', () => {
  const env = { AWS_CREDENTIAL_EXPIRATION: '2026-05-04T12:10:59Z' };
  expect(() => readBudget({ ...tenMinutes, env })).toThrow(/end in 659 s, but this run may take 660 s/);
});

test('the input wins over the environment', () => {
  const env = { AWS_CREDENTIAL_EXPIRATION: '2026-05-04T12:00:01Z' };
  expect(readBudget({ ...tenMinutes, env, given: '2026-05-04T13:00:00Z' }).credentialsEnd).toBe(now + 3_600_000);
});

// As a `Date` becomes an output of aws-actions/configure-aws-credentials.
test.each(['"2026-05-04T13:00:00.000Z"', '2026-05-04T13:00:00.000Z'])('%s is a time', (given) => {
  expect(readBudget({ ...tenMinutes, given }).credentialsEnd).toBe(now + 3_600_000);
});

const session = { AWS_ACCESS_KEY_ID: 'ASIA', AWS_SESSION_TOKEN: 'token' };

test.each([
  ['a session that nobody knows the end of, and a run of more than an hour', 59, session, /may take 1h1m with/],
  ['a run within the hour', 58, session, undefined],
  ['a profile, which may be of a session', 59, { AWS_PROFILE: 'deploy' }, /`role-duration-seconds`/],
  ['keys that do not end', 600, { AWS_ACCESS_KEY_ID: 'AKIA' }, undefined],
  ['credentials that are had anew by themselves', 600, {}, undefined],
  ['an end that is known', 59, { ...session, AWS_CREDENTIAL_EXPIRATION: '2026-05-04T14:00:00Z' }, undefined],
])('doubt: %s', (_, minutes, env, says) => {
  const { doubt } = readBudget({ now, timeoutMs: minutes * 60_000 + 60_000, given: undefined, env });
  if (says) expect(doubt).toMatch(says);
  else expect(doubt).toBeUndefined();
});

test('an unknown end is not guessed', () => {
  expect(readBudget(tenMinutes)).toEqual({ deadline: now + 600_000 });
});

test('a time that is none is refused', () => {
  expect(() => readBudget({ ...tenMinutes, given: 'soon' })).toThrow(/"soon", is not a time/);
});
