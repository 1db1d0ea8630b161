import { failure } from './failures.ts';
import type { LambdaPlace } from './place.ts';
import type { Invocation, LambdaPorts } from './ports.ts';
import type { Execution } from './runtime/execution.ts';
import type { Executions } from './runtime/executions.ts';
import type { Slots } from './slots.ts';

/** Invocations and slots that tell of themselves through `recordInvocation`. */
export interface Measured {
  readonly executions: Executions;
  readonly slots: Slots;
}

/** Tells of every invocation when it ends, and of every one that is refused for lack of concurrency. */
export function measured(ports: LambdaPorts, executions: Executions, slots: Slots): Measured {
  const running = new Map<string, number>();
  // Raised by `forget`: an invocation of a past that was left must not be counted in the present.
  let generation = 0;

  function begin(place: LambdaPlace, execution: Execution): Invocation['concurrent'] {
    const [account, own, resource] = countersOf(place, execution).map((key) => {
      const count = (running.get(key) ?? 0) + 1;
      running.set(key, count);
      return count;
    }) as [number, number, number];
    return { account, function: own, resource };
  }

  function end(place: LambdaPlace, execution: Execution): void {
    for (const key of countersOf(place, execution)) running.set(key, (running.get(key) ?? 1) - 1);
  }

  return {
    executions: {
      ...executions,
      async run(place, execution) {
        const begunIn = generation;
        const started = place.clock.now();
        const concurrent = begin(place, execution);
        try {
          const executed = await executions.run(place, execution);
          if (begunIn === generation) {
            const outcome = failure(execution, executed.outcome) === undefined ? 'success' : 'error';
            const named = namedBy(place, execution.functionName, qualifierOf(execution), execution.version);
            ports.recordInvocation(place, { ...named, started, outcome, duration: executed.milliseconds, concurrent });
          }
          return executed;
        } finally {
          if (begunIn === generation) end(place, execution);
        }
      },
      async forget() {
        generation += 1;
        running.clear();
        await executions.forget();
      },
    },
    slots: {
      ...slots,
      take(place, target) {
        try {
          return slots.take(place, target);
        } catch (error) {
          const { func, version, qualifier } = target;
          ports.recordInvocation(place, {
            ...namedBy(place, func.name, qualifier, version.version),
            started: place.clock.now(),
            outcome: 'throttled',
            duration: 0,
            concurrent: { account: 0, function: 0, resource: 0 },
          });
          throw error;
        }
      },
    },
  };
}

function namedBy(place: LambdaPlace, functionName: string, qualifier: string | undefined, executedVersion: string) {
  const isAlias = qualifier !== undefined && place.state.functions.get(functionName)?.aliases.has(qualifier) === true;
  return { functionName, qualifier, isAlias, executedVersion };
}

function qualifierOf({ invokedFunctionArn }: Execution): string | undefined {
  return invokedFunctionArn.split(':')[7];
}

function countersOf({ account, region }: LambdaPlace, { functionName, invokedFunctionArn }: Execution) {
  return [`${account} ${region}`, `${account} ${region} ${functionName}`, `resource ${invokedFunctionArn}`] as const;
}
