import { converge, proofOf } from '../src/index.ts';

test('plans again after each step, from what the step left', async () => {
  const applied: number[] = [];
  const end = await converge<number, number>({
    observed: 3,
    plan: (left) => ({ steps: left > 0 ? [left, -1] : [] }),
    async apply(step) {
      applied.push(step);
      return step - 1;
    },
  });
  expect(end).toBe(0);
  expect(applied).toEqual([3, 2, 1]);
});

test('a step without an effect is found out instead of being repeated for ever', async () => {
  const endless = converge({ observed: 1, plan: () => ({ steps: ['again'] }), apply: async () => 1 });
  await expect(endless).rejects.toThrow(/never ends/);
});

test('a proof holds for the same code and the same expectations, in whatever order their keys are written', () => {
  const proof = proofOf('hash', [{ name: 'a', expect: { status: 200, body: 'x' } }]);
  expect(proof).toMatch(/^[0-9a-f]{16}$/);
  expect(proofOf('hash', [{ expect: { body: 'x', status: 200 }, name: 'a' }])).toBe(proof);
  expect(proofOf('other', [{ name: 'a', expect: { status: 200, body: 'x' } }])).not.toBe(proof);
  expect(proofOf('hash', [{ name: 'a', expect: { status: 201, body: 'x' } }])).not.toBe(proof);
});
