/** Rows of a column that are allocated at once. */
const CHUNK_BITS = 14;
const CHUNK = 2 ** CHUNK_BITS;
const WITHIN = CHUNK - 1;

/** Numbers by row; those that were never set are 0, and take no memory where a whole chunk has none. */
export interface Column {
  get(row: number): number;
  set(row: number, value: number): void;
  readonly chunks: Chunks;
}

/** All numbers of a column, in memory that all threads of the process share. */
export type Chunks = readonly (
  | Uint8Array<SharedArrayBuffer>
  | Uint32Array<SharedArrayBuffer>
  | Float64Array<SharedArrayBuffer>
  | undefined
)[];

/** Numbers that all threads share, all 0. */
export function sharedNumbers(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(length * Uint32Array.BYTES_PER_ELEMENT));
}

/** Sets those that are not 0 from a row on, each as what it is here. */
export function appendTo(to: Column, row: number, chunks: Chunks, of = (value: number): number => value): void {
  for (const [index, chunk] of chunks.entries()) {
    for (let within = 0; chunk && within < CHUNK; within += 1) {
      const value = chunk[within]!;
      if (value !== 0) to.set(row + index * CHUNK + within, of(value));
    }
  }
}

/** A number of a column that was given. */
export function numberAt(chunks: Chunks, row: number): number {
  return chunks[row >>> CHUNK_BITS]?.[row & WITHIN] ?? 0;
}

/** A column of numbers below 256. */
export function smallColumn(): Column {
  const chunks: (Uint8Array<SharedArrayBuffer> | undefined)[] = [];
  return {
    chunks,
    get: (row) => chunks[row >>> CHUNK_BITS]?.[row & WITHIN] ?? 0,
    set(row, value) {
      if (value === 0) return;
      let chunk = chunks[row >>> CHUNK_BITS];
      if (!chunk) {
        chunk = new Uint8Array(new SharedArrayBuffer(CHUNK));
        chunks[row >>> CHUNK_BITS] = chunk;
      }
      chunk[row & WITHIN] = value;
    },
  };
}

/** A column of numbers below 2 ** 32. */
export function column(): Column {
  const chunks: (Uint32Array<SharedArrayBuffer> | undefined)[] = [];
  return {
    chunks,
    get: (row) => chunks[row >>> CHUNK_BITS]?.[row & WITHIN] ?? 0,
    set(row, value) {
      if (value === 0) return;
      let chunk = chunks[row >>> CHUNK_BITS];
      if (!chunk) {
        chunk = new Uint32Array(new SharedArrayBuffer(CHUNK * Uint32Array.BYTES_PER_ELEMENT));
        chunks[row >>> CHUNK_BITS] = chunk;
      }
      chunk[row & WITHIN] = value;
    },
  };
}

/** A column of numbers below 2 ** 53. */
export function wideColumn(): Column {
  const chunks: (Float64Array<SharedArrayBuffer> | undefined)[] = [];
  return {
    chunks,
    get: (row) => chunks[row >>> CHUNK_BITS]?.[row & WITHIN] ?? 0,
    set(row, value) {
      if (value === 0) return;
      let chunk = chunks[row >>> CHUNK_BITS];
      if (!chunk) {
        chunk = new Float64Array(new SharedArrayBuffer(CHUNK * Float64Array.BYTES_PER_ELEMENT));
        chunks[row >>> CHUNK_BITS] = chunk;
      }
      chunk[row & WITHIN] = value;
    },
  };
}
