import { sweepsOf } from '@actions-aws/testing';
import { others, telling, usual } from '../test/support/sweeps.ts';
import { promotionByBucket, promotionFromS3 } from '../test/support/trials.ts';

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

// An answer that is lost or broken off on the wire, on the way of the code to and from S3.
test.each(
  sweepsOf(
    [promotionByBucket(1), promotionFromS3].map((trial) => ({
      trial,
      processes: {
        faults: {
          choose: (cases) =>
            cases.filter(
              ({ call, fault, lasting }) =>
                call.service === 's3' &&
                !lasting &&
                ['is cut off after its effect', 'is answered by half'].includes(fault),
            ),
        },
      },
    })),
    { processes: Number.POSITIVE_INFINITY },
  ),
)(
  '%s, on the wire to and from S3',
  async (_name, run) => {
    const { failures, tried } = await run();
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(0);
  },
  3_600_000,
);
