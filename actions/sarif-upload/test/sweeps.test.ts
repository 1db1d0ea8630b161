import { sweepUpload } from './support/sweeps.ts';

sweepUpload({
  once: ['connection cut in the answer', 'secondary limit, 429'],
  lasting: ['server error'],
  requests: 4,
  timeout: 120_000,
});
