import { apply, type Stage } from '../src/steps/steps.ts';
import { before, desiring, live, newer, seeing, serviceOn, taskDefinition } from './support/situations.ts';

/** The least that the step needs; its clock stands at what was slept. */
function on(services: object): Stage {
  let now = 0;
  const clock = {
    now: () => now,
    async sleep(ms: number) {
      now += ms;
    },
  };
  return { desired: desiring(), context: { ports: { services }, clock, log: { warning() {} } } } as unknown as Stage;
}

test("an update in whose reply another deployment is PRIMARY is not taken for this run's own", async () => {
  const services = { describe: async () => serviceOn(live), update: async () => serviceOn(newer) };
  const stage = on(services);
  const observed = seeing({ registered: taskDefinition() });
  const next = await apply({ do: 'update', from: live, to: before, fields: [] }, observed, stage);
  expect(next.ours).toBeUndefined();
  expect(next.failure).toMatchObject({ code: 'pointer-changed' });
});

test('a read from before the deployment that it takes back is none that came between', async () => {
  const views = [before, before, before];
  const registered = taskDefinition();
  const copy = { deployments: [{ id: 'ecs-svc/9', status: 'PRIMARY', taskDefinition: registered.arn }] };
  const services = { describe: async () => serviceOn(views.pop() ?? live), update: async () => serviceOn('9', copy) };
  const observed = seeing({ registered });
  const next = await apply({ do: 'update', from: live, to: before, fields: [] }, observed, on(services));
  expect(next.failure).toBeUndefined();
  expect(views).toEqual([]);
});
