import { showTime } from '@actions-aws/action';
import type { Order, Owner } from './deployer.ts';

/**
 * What a deployer leaves in a pointer's own description, by the same write that moves it. It is all that a later run, a
 * rollback or a person needs: who wrote the pointer, what it held before, and what was proved.
 */
export interface Mark {
  /** The action that wrote it. */
  readonly by: string;
  readonly owner?: Owner;
  readonly order?: Order;
  /** What the pointer was moved to. Who moves it by hand may leave the description: then it tells of another move. */
  readonly to?: string;
  /** What the pointer held before; nothing on a first promotion. */
  readonly from?: string;
  /** What it held before that, newest first; none of it was taken back. */
  readonly earlier?: readonly string[];
  /** On a pointer that was rolled back: what it was rolled back from. */
  readonly undid?: string;
  /** When it was rolled back, to the second. Milliseconds since the epoch. */
  readonly at?: number;
  /** What was proved before the pointer was moved; see `proofOf`. */
  readonly proof?: string;
  /** A candidate that has a share of the users, while the rest still meets what the pointer is on. */
  readonly canary?: Canary;
}

/** A candidate under trial. The mark says what its writer gave it; only the pointer itself says what it has now. */
export interface Canary {
  readonly version: string;
  /** Of the users, above 0 and below 1. */
  readonly share: number;
  /** The lease: until then its writer is at work, or has asked for it to be left as it is. Milliseconds since the epoch. */
  readonly until: number;
  /** When it was given, to the second; unknown where the mark does not say for how long. Milliseconds since the epoch. */
  readonly since?: number;
  /** Its writer has ended, and whoever comes with the same candidate goes on from here. */
  readonly held: boolean;
}

/**
 * Writes a mark as `lambda-promote to=7 from=6 earlier=5,3 run=812.1 nonce=0a1b2c3d order=3f9a1c22d0e4:57
 * proof=9f86d081884c7d65`; of a rollback also `undid=8 at=2026-05-04T12:00:00Z`; of a canary also `canary=8 share=10% until=2026-05-04T12:00:00Z for=3600s`, and `held=8` rather than `canary=8` when it waits.
 */
export function writeMark(mark: Mark): string {
  const { canary } = mark;
  // Times are to the second: that is as precise as a lease need be, and a description has 256 characters.
  const words = [
    mark.to && `to=${mark.to}`,
    mark.from && `from=${mark.from}`,
    mark.earlier && `earlier=${mark.earlier.join()}`,
    mark.undid && `undid=${mark.undid}`,
    mark.at !== undefined && `at=${showTime(mark.at)}`,
    canary &&
      `${canary.held ? 'held' : 'canary'}=${canary.version} share=${inPercent(canary.share)} until=${showTime(canary.until)}`,
    canary?.since !== undefined && `for=${seconds(canary.until) - seconds(canary.since)}s`,
    mark.owner && `run=${mark.owner.run}.${mark.owner.attempt} nonce=${mark.owner.nonce}`,
    mark.order && `order=${mark.order.workflow}:${mark.order.number}`,
    mark.proof && `proof=${mark.proof}`,
  ];
  return [mark.by, ...words].filter(Boolean).join(' ');
}

/** A written mark with another order, and every other word as it is, also one that is newer than this action. */
export function withOrder(written: string, { workflow, number }: Order): string {
  const word = `order=${workflow}:${number}`;
  const words = written.split(' ');
  const place = words.findIndex((one) => one.startsWith('order='));
  return (place < 0 ? [...words, word] : words.with(place, word)).join(' ');
}

/** Reads a mark back. `undefined` for a description that none of our actions wrote, whatever it says. */
export function readMark(description: string | undefined): Mark | undefined {
  const [by, ...words] = (description ?? '').split(' ');
  if (!by || !/^[a-z]+-(promote|rollback)$/.test(by)) return undefined;
  const found = new Map(words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
  const run = /^(.+)\.([1-9]\d*)$/.exec(found.get('run') ?? '');
  const order = /^([0-9a-f]+):([1-9]\d*)$/.exec(found.get('order') ?? '');
  const nonce = found.get('nonce');
  const canary = readCanary(found);
  const at = Date.parse(found.get('at') ?? '');
  const earlier = found.get('earlier')?.split(',') ?? [];
  return {
    by,
    ...(run && nonce && { owner: { run: run[1]!, attempt: Number(run[2]), nonce } }),
    ...(order && { order: { workflow: order[1]!, number: Number(order[2]) } }),
    ...pick(found, 'to'),
    ...pick(found, 'from'),
    ...(earlier.length > 0 && !earlier.includes('') && { earlier }),
    ...pick(found, 'undid'),
    ...(!Number.isNaN(at) && { at }),
    ...pick(found, 'proof'),
    ...(canary && { canary }),
  };
}

function readCanary(found: ReadonlyMap<string, string>): Canary | undefined {
  const held = found.get('held');
  const version = held ?? found.get('canary');
  const share = Number(/^([\d.]+)%$/.exec(found.get('share') ?? '')?.[1]) / 100;
  const until = Date.parse(found.get('until') ?? '');
  if (!version || Number.isNaN(share) || Number.isNaN(until)) return undefined;
  const forSeconds = /^(\d+)s$/.exec(found.get('for') ?? '')?.[1];
  const since = forSeconds === undefined ? {} : { since: until - Number(forSeconds) * 1000 };
  return { version, share: thousandths(share), until, ...since, held: held !== undefined };
}

/** A share as people write it, such as `10%`; the mark and the pointer must agree on it to the digit. */
export function inPercent(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`;
}

function thousandths(share: number): number {
  return Number(share.toFixed(3));
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

function pick<Key extends string>(found: ReadonlyMap<string, string>, key: Key): { [K in Key]?: string } {
  const value = found.get(key);
  return value ? ({ [key]: value } as { [K in Key]: string }) : {};
}
