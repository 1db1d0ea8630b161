import type { Places } from '@actions-aws/action';
import { knownFiles, linesOf } from '@actions-aws/findings';
import { hashesIn, rowOf, rowOfAggregate } from '../identity/row.ts';
import type { Scan } from '../inputs/scan.ts';
import type { Table } from '../store/table.ts';
import { readAggregate } from './read-baseline.ts';
import { type ReadScan, readScan, type Sink, withoutTwins } from './read-scan.ts';
import { type Checkout, runsOf } from './runs.ts';

/** Where scans are read. */
export interface Machine extends Checkout {
  readonly places: Places;
}

/** All scans of one time, with their results. */
export interface Time {
  /** By the numbers that rows name. */
  readonly scans: readonly ReadScan[];
  readonly table: Table;
  readonly aliases: readonly (readonly string[])[];
}

/** What was read of some scans, besides their results. */
export interface Heard {
  readonly done: readonly ReadScan[];
  /** Names of scans, by the numbers that rows name. */
  readonly names: readonly string[];
  readonly aliases: readonly (readonly string[])[];
}

/** Reads the scans of one time, one after the other. */
export interface TimeReader {
  read(scan: Scan): void;
  readBaseline(file: string): void;
  readonly heard: Heard;
  /**
   * Takes what another reader heard.
   *
   * @returns the numbers that its scans have here.
   */
  hear(other: Heard): readonly number[];
  time(): Time;
}

/** @param folder of the checkout, absolute. */
export function machineOf(folder: string, places: Places): Machine {
  return { places, folder, lines: linesOf(folder), files: knownFiles() };
}

/** @param table takes the results. */
export function newTimeReader(table: Table, machine: Machine): TimeReader {
  const { lines, places } = machine;
  const hashesOf = (file: string) => hashesIn(lines, file);
  const numbers = new Map<string, number>();
  const done: ReadScan[] = [];
  const aliases: (readonly string[])[] = [];
  const alias = (more: readonly (readonly string[])[]) => {
    aliases.push(...more);
  };
  const sink: Sink = {
    scan(name) {
      const number = numbers.get(name) ?? numbers.size;
      numbers.set(name, number);
      return number;
    },
    add(scan, result, own) {
      table.add(own ? rowOfAggregate(result, scan, own) : rowOf(result, scan, lines), result, own?.reason);
    },
    addPlain(scan, plain) {
      table.addPlain(scan, plain, hashesOf);
    },
  };
  return {
    read(scan) {
      done.push(...readScan(scan, { places, sink, runsOf: (file, of) => runsOf(file, of, machine, alias) }));
    },
    readBaseline(file) {
      done.push(...readAggregate(file, sink, alias));
    },
    get heard() {
      return { done, names: [...numbers.keys()], aliases };
    },
    hear(other) {
      done.push(...other.done);
      alias(other.aliases);
      return other.names.map(sink.scan);
    },
    time() {
      const byName = new Map(withoutTwins(done).map((scan) => [scan.name, scan]));
      for (const name of byName.keys()) sink.scan(name);
      return { scans: [...numbers.keys()].flatMap((name) => byName.get(name) ?? []), table, aliases };
    },
  };
}
