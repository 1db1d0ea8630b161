import { UserError } from '@actions-aws/action';
import { mayPass } from '../src/errors.ts';
import { explain, isTransient, TransientError } from '../src/index.ts';

const doing = { doing: 'read the alias live of search-api', action: 'lambda:GetAlias' };

/** An error as the SDK throws it. */
function thrown(name: string, status: number | undefined, message = 'no'): Error {
  const $metadata = { attempts: 5, requestId: 'r-1', ...(status && { httpStatusCode: status }) };
  return Object.assign(new Error(message), { name, $metadata });
}

test.each<[string, Error, string]>([
  ['AccessDeniedException', thrown('AccessDeniedException', 403), 'Allow `lambda:GetAlias`'],
  ['ExpiredTokenException', thrown('ExpiredTokenException', 403), 'Assume the role right before this step'],
  ['a failure of AWS', thrown('ServiceException', 500), 'Run the job again'],
  ['an answer that never came', thrown('TimeoutError', undefined), 'Run the job again'],
])('%s is told with what was done, what AWS said, and what to do', (_what, error, hint) => {
  const told = explain(error, doing) as UserError;
  expect(told).toBeInstanceOf(UserError);
  expect(told.message).toContain('read the alias live of search-api');
  expect(told.message).toContain(`${error.name}: no (request r-1)`);
  expect(told.hint).toContain(hint);
});

test('what was explained already stays as it is', () => {
  const mine = new UserError('There is no such function.');
  expect(explain(mine, doing)).toBe(mine);
});

test.each<[string, unknown, boolean]>([
  ['AWS failed', thrown('ServiceException', 503), true],
  ['AWS was too busy', thrown('TooManyRequestsException', 429), true],
  ['AWS was too busy and says so by 400', thrown('ThrottlingException', 400), true],
  ['AWS was too busy, by the query protocol', thrown('Throttling', 400), true],
  ['it was asked too often', thrown('RequestLimitExceeded', 400), true],
  ['an answer came that is none', new TransientError('CloudWatch answered InternalError.'), true],
  ['an outage was explained', explain(thrown('ServiceException', 500), doing), true],
  ['a refusal was explained', explain(thrown('AccessDeniedException', 400), doing), false],
  ['no answer came', thrown('Error', undefined, 'read ECONNRESET'), true],
  ['AWS refused', thrown('PreconditionFailedException', 412), false],
  ['no call was made', new Error('no region'), false],
  ['it is no error', 'no', false],
])('where %s, whether the call may have been done all the same is told', (_what, error, expected) => {
  expect(isTransient(error)).toBe(expected);
});

// On a machine whose clock is off by four minutes, the SDK says of every error that it has corrected the clock.
test.each<[string, number, boolean]>([
  ['InvalidSignatureException', 403, true],
  ['RequestTimeTooSkewed', 403, true],
  ['ResourceNotFoundException', 404, false],
  ['ServiceException', 503, true],
])(
  'after the clock was corrected, a call that ended with %s is made again only where that may help',
  (name, status, expected) => {
    const error = thrown(name, status);
    const corrected = { ...(error as unknown as { $metadata: object }).$metadata, clockSkewCorrected: true };
    expect(mayPass(Object.assign(error, { $metadata: corrected }))).toBe(expected);
  },
);
