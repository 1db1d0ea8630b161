import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmark.ts';

/** What the command line asks for. */
export interface Asked {
  readonly benchmark: Benchmark;
  readonly json: boolean;
  /** Whether an expectation that is missed is a failure. */
  readonly check: boolean;
  readonly settings: Readonly<Record<string, number>>;
  /** The one part to measure; all unless given. */
  readonly only: string | undefined;
}

/** The command line asks for something that there is not; the message says what there is. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}

/** Reads what follows `npm run bench --`. */
export function readCommandLine(args: readonly string[], benchmarks: Readonly<Record<string, Benchmark>>): Asked {
  const name = args[0]?.startsWith('-') ? undefined : args[0];
  const benchmark = name !== undefined && Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined;
  if (!benchmark) {
    const wrong = name === undefined ? 'Which benchmark?' : `There is no benchmark ${JSON.stringify(name)}.`;
    throw new UsageError(`${wrong} ${usage(benchmarks)}`);
  }
  const own = Object.keys(benchmark.settings);
  try {
    const { values } = parseArgs({
      args: args.slice(1),
      options: {
        json: { type: 'boolean' },
        check: { type: 'boolean' },
        only: { type: 'string' },
        ...Object.fromEntries(own.map((key) => [key, { type: 'string' } as const])),
      },
    });
    const given: Readonly<Record<string, unknown>> = values;
    const settings = own.map((key) => [key, wholeNumber(key, given[key]) ?? benchmark.settings[key]!.standard]);
    return {
      benchmark,
      json: given.json === true,
      check: given.check === true,
      settings: Object.fromEntries(settings),
      only: partOf(benchmark, given.only),
    };
  } catch (error) {
    throw new UsageError(`${(error as Error).message} ${usage(benchmarks)}`);
  }
}

function partOf({ parts = {} }: Benchmark, name: unknown): string | undefined {
  if (name === undefined || (typeof name === 'string' && Object.hasOwn(parts, name))) return name;
  throw new Error(`--only ${name} is no part of it.`);
}

function wholeNumber(name: string, text: unknown): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} ${text} is not a whole number from 1.`);
  return number;
}

function usage(benchmarks: Readonly<Record<string, Benchmark>>): string {
  const lines = Object.entries(benchmarks).flatMap(([name, { does, settings, parts = {} }]) => [
    `  npm run bench -- ${name} [--json] [--check]  ${does}`,
    ...Object.entries(parts).map(([part, does]) => `    --only ${part}  ${does}`),
    ...Object.entries(settings).map(([key, { does, standard }]) => `    --${key} N  ${does}; ${standard} unless given`),
  ]);
  return ['There is:', ...lines].join('\n');
}
