import type { EcsPlace } from '../place.ts';
import type { Datum, EcsPorts } from '../ports.ts';
import { isUp } from './address.ts';

const minute = 60_000;
/** As much is measured of a time in which nothing looked; what is older is left out. */
const longest = 6 * 60 * minute;

/**
 * Publishes what each running task uses of its CPU and memory, in percent, for every full minute up to a time: "Amazon ECS sends metrics to
 * CloudWatch at one-minute intervals", of services by ClusterName and ServiceName
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html). Idempotent.
 */
export function measure({ state, account, region }: EcsPlace, ports: Pick<EcsPorts, 'publish'>, time: number): void {
  const from = Math.max(state.measured, time - longest);
  for (let full = (Math.floor(from / minute) + 1) * minute; full <= time; full += minute) {
    for (const { cluster, name, tasks } of state.services.values()) {
      const dimensions = [
        { name: 'ClusterName', value: cluster },
        { name: 'ServiceName', value: name },
      ];
      const data = tasks.flatMap((task): readonly Datum[] => {
        if (!task.life || !isUp(task, full - 1)) return [];
        const { cpu, memory } = task.life.load;
        const common = { dimensions, at: full - minute, unit: 'Percent' as const };
        return [
          { ...common, name: 'CPUUtilization', value: cpu },
          { ...common, name: 'MemoryUtilization', value: memory },
        ];
      });
      ports.publish({ account, region }, data);
    }
  }
  state.measured = Math.max(state.measured, time);
}
