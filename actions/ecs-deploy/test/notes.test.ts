import { notesOf } from '../src/report/words.ts';
import { desiring, ROLLING, seeing, service } from './support/situations.ts';

test.each([
  ['counts anew with each healthy task, unless it says otherwise', undefined, true],
  ['adds all failures up', false, false],
])('of ROLLING the plan says whether its breaker %s', (_, resetOnHealthyTask, isSaid) => {
  const deploymentCircuitBreaker = {
    enable: true,
    rollback: true,
    ...(resetOnHealthyTask !== undefined && { resetOnHealthyTask }),
  };
  const before = seeing({ service: service({}, { ...ROLLING, deploymentCircuitBreaker }) });
  const [note = ''] = notesOf({ before, desired: desiring(), planned: [{ do: 'verify' }] });
  expect(note).toContain('its new tasks meet');
  expect(note.includes('counts failures anew')).toBe(isSaid);
});
