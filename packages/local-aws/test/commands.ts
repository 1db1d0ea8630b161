/** The commands of a module of the SDK, by the names of their operations. */
export type Commands<Sdk> = {
  [Name in keyof Sdk as Name extends `${infer Operation}Command` ? Operation : never]: Sdk[Name] extends abstract new (
    ...input: never
  ) => infer Command
    ? Command
    : never;
};

/** What a command takes. */
export type Input<Command> = Command extends { readonly input: infer Given } ? Given : never;

/** What it is answered with. */
export type Output<Command> = Command extends {
  resolveMiddleware(...given: never): (...given: never) => Promise<{ output: infer Answer }>;
}
  ? Answer
  : never;

/** Sends commands of a module of the SDK by the names of their operations. */
export function sender<Sdk extends object>(sdk: Sdk, client: { send(command: never): Promise<unknown> }) {
  const commands = sdk as Readonly<Record<string, unknown>>;
  return <Name extends keyof Commands<Sdk> & string>(
    name: Name,
    input: Input<Commands<Sdk>[Name]>,
  ): Promise<Output<Commands<Sdk>[Name]>> => {
    const Command = commands[`${name}Command`] as new (given: typeof input) => never;
    return client.send(new Command(input)) as Promise<Output<Commands<Sdk>[Name]>>;
  };
}
