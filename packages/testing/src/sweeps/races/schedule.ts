/** One decision: whose request goes on next, and which of those that it has parked, counted from 0. */
export interface Choice {
  readonly name: string;
  readonly which: number;
}

/** A choice of no deployer: time passes, though a request waits, or a deployer could begin now. */
export const WAIT = 'wait';

/**
 * A schedule as a short text: `a3 b1` lets `a` begin and make two requests, then `b` begin; `a.2` is one request of `a`, the
 * third of those that it has parked; `wait1` lets time pass until one wakes, before `b` begins. What a schedule leaves open follows by default: the deployer that went on last goes on as long as
 * it can, then the one that started first of those that can.
 */
export function scheduleText(choices: readonly Choice[]): string {
  const words: { name: string; count: number; which: number }[] = [];
  for (const { name, which } of choices) {
    const last = words.at(-1);
    if (which === 0 && last?.name === name && last.which === 0) last.count += 1;
    else words.push({ name, count: 1, which });
  }
  return words.map(({ name, count, which }) => (which === 0 ? `${name}${count}` : `${name}.${which}`)).join(' ');
}

/** Reads it back. */
export function readSchedule(text: string): readonly Choice[] {
  const words = text.split(' ').filter((word) => word !== '');
  return words.flatMap((word) => {
    const [, name = '', count, which] = /^([a-z]+)(?:([1-9]\d*)|\.([1-9]\d*))$/.exec(word) ?? [];
    if (!name) throw new Error(`${JSON.stringify(word)} is no part of a schedule; write a3 or a.2`);
    return Array.from({ length: Number(count ?? 1) }, () => ({ name, which: Number(which ?? 0) }));
  });
}
