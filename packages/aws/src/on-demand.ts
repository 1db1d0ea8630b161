/** A port whose every method is a call that may take its time. */
type Callable<Port> = { readonly [Name in keyof Port]: (...given: never[]) => Promise<unknown> };

/**
 * A port whose adapter is loaded by its first call, with the SDK client that it needs: most runs use few of AWS's services,
 * and a client takes longer to load than a call to be answered. What fails to load fails each call.
 */
export function onDemand<Port extends Callable<Port>>(load: () => Promise<Port>): Port {
  let loading: Promise<Port> | undefined;
  const call =
    (name: keyof Port) =>
    async (...given: never[]) => {
      loading ??= load();
      return (await loading)[name](...given);
    };
  return new Proxy({} as Port, { get: (_, name) => call(name as keyof Port) });
}
