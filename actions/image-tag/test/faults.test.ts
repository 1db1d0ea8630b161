import { everyFault, QUESTIONS, worldOfFaults } from './support/faults.ts';
import type { TagWorld } from './support/world.ts';

let one: TagWorld;
beforeAll(async () => {
  one = await worldOfFaults();
});
afterAll(() => one.stop());

test.each(Object.entries(QUESTIONS))(
  '%s: no fault of any call makes an image absent, or a tag move',
  async (_what, question) => {
    const { wrong, tried } = await everyFault(one, question, [
      ['fails with 500', 'once'],
      ['is refused with 403', 'lasting'],
      ['is answered with a 404 that is no answer', 'lasting'],
    ]);
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(15);
  },
  60_000,
);
