import type { Call, Operation, Service } from './service.ts';

/** The same service, before each of whose operations something else is done with where it acts. */
export function preceded<State>(service: Service<State>, first: (call: Call<State>) => void): Service<State> {
  const operations = Object.entries(service.operations).map(([name, operation]): [string, Operation<State>] => [
    name,
    {
      ...operation,
      run(call, input) {
        first(call);
        return operation.run(call, input);
      },
    },
  ]);
  return { ...service, operations: Object.fromEntries(operations) };
}
