import { writeSync } from 'node:fs';
import { newMemory } from '../store/memory.ts';
import { readingOf } from '../store/spill.ts';
import type { Answer, WriteTask } from '../threads/tasks.ts';
import { aggregateSarif } from './aggregate-sarif.ts';

/** Bytes of results that are held to be put in order: less than where no other thread holds what reports tell. */
const WINDOW = 8 * 1024 * 1024;

/** Writes an aggregate. What the disk refuses is thrown as it is: those who know the file's folder say it in words. */
export function writeInThread({ contents, spill, descriptor }: WriteTask): Answer<'write'> {
  for (const piece of aggregateSarif(contents, readingOf(spill), newMemory(), WINDOW)) {
    for (let at = 0; at < piece.length; ) at += writeSync(descriptor, piece, at, piece.length - at);
  }
  return { given: 'written' };
}
