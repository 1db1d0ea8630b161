import { outputValues } from '../src/report/report.ts';
import { desired, observed } from './support/observed.ts';

test('the report has no account, and keeps numbers of as many digits', () => {
  const to = { registry: '123456789012.dkr.ecr.eu-west-1.amazonaws.com', repository: 'api' };
  const seen = observed({ transfer: { there: 0, mounted: 0, sent: 1, bytes: 123_456_789_012 } });
  const result = {
    outcome: 'promoted',
    desired: desired({ to }),
    observed: seen,
    planned: [],
    done: [],
    warned: [],
  } as const;
  const { report } = outputValues({ ...result, failure: undefined });
  expect(report).toMatchObject({
    to: '***.dkr.ecr.eu-west-1.amazonaws.com/api',
    blobs: { bytes: 123_456_789_012 },
  });
});
