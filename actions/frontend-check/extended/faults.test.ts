import { FAULTS, sweepFaults } from '../test/support/faults.ts';

sweepFaults(
  Object.keys(FAULTS).flatMap((fault) => [[fault, 'once'] as const, [fault, 'lasting'] as const]),
  300_000,
);
