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

test('an unknown end is not guessed', () => {
  expect(readBudget(tenMinutes)).toEqual({ deadline: now + 600_000 });
});

test('a time that is none is refused', () => {
  expect(() => readBudget({ ...tenMinutes, given: 'soon' })).toThrow(/"soon", is not a time/);
});
