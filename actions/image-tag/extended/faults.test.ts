import { everyFault, FAULTS, QUESTIONS, worldOfFaults } from '../test/support/faults.ts';
import type { TagWorld } from '../test/support/world.ts';

let one: TagWorld;
beforeAll(async () => {
  one = await worldOfFaults();
});
afterAll(() => one.stop());

test.each(Object.entries(QUESTIONS))(
  '%s: no fault of any call makes an image absent, or a tag move',
  async (_what, question) => {
    const faults = Object.keys(FAULTS).flatMap((fault) => [[fault, 'once'] as const, [fault, 'lasting'] as const]);
    const { wrong } = await everyFault(one, question, faults);
    expect(wrong).toEqual([]);
  },
  300_000,
);
