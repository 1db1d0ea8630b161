import { sweepsOf } from '@actions-aws/testing';
import { others, telling, usual } from '../test/support/sweeps.ts';

// In this process, on a stepped clock: the most usual promotion is killed and cancelled at every call; of every other sweep a
// sample, drawn by the commit; under `npm run prove` all of it.

const { crashes = {}, cancellations = {} } = usual.steps ?? {};
const killed = { ...crashes, aftermaths: ['gone' as const] };

test.each([
  ...sweepsOf([{ ...usual, steps: { crashes: killed, cancellations } }], { steps: Number.POSITIVE_INFINITY }),
  ...sweepsOf([usual, ...telling, ...others], { steps: 6 }),
])(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    expect((await run()).failures).toEqual([]);
  },
  3_600_000,
);
