import { parseArgs } from 'node:util';
import { help } from './help.ts';
import { startLocalAws } from './local-aws.ts';

/** Runs the local cloud in the foreground, until it is told to stop. */
async function main(): Promise<void> {
  const { port, scale, isHelp } = readArguments();
  if (isHelp) {
    process.stdout.write(`${help}\n`);
    return;
  }
  const cloud = await startLocalAws({ port, clock: { scale } });
  const stop = () => void cloud.stop().then(() => process.exit(0));
  // SIGHUP: the terminal was closed.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, stop);
  process.stdout.write(`local AWS listens on ${cloud.endpoint}\n`);
}

function readArguments(): { port: number; scale: number; isHelp: boolean } {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4566' },
      'time-scale': { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  const [port, scale] = [Number(values.port), Number(values['time-scale'])];
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--port ${values.port} is not a port from 0 to 65535`);
  if (!(scale >= 0)) throw new Error(`--time-scale ${values['time-scale']} is not a number from 0 on`);
  return { port, scale, isHelp: values.help };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${help}\n`);
  process.exitCode = 1;
});
