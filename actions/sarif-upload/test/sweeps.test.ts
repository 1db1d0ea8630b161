import { sweepUpload } from './support/sweeps.ts';

sweepUpload({
  once: ['connection cut in the answer', 'secondary limit, 429'],
  lasting: ['server error'],
  timeout: 120_000,
});
