import { FAULTS } from '@actions-aws/local-github';
import { sweepUpload } from '../test/support/sweeps.ts';

sweepUpload({
  once: FAULTS,
  // One of each kind: what lasts is told alike.
  lasting: ['primary limit, 403', 'secondary limit, 429', 'server error', 'half of the JSON'],
  timeout: 300_000,
});
