import { sweepFaults } from './support/faults.ts';

sweepFaults(
  [
    ['fails with 500', 'once'],
    ['is refused with 403', 'lasting'],
    ['is answered with a 404 that is no answer', 'lasting'],
  ],
  60_000,
);
