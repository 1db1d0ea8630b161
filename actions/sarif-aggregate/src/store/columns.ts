/** Rows of a column that are allocated at once. */
const CHUNK_BITS = 14;
const CHUNK = 2 ** CHUNK_BITS;
const WITHIN = CHUNK - 1;

/** Numbers by row; those that were never set are 0, and take no memory where a whole chunk has none. */
export interface Column {
  get(row: number): number;
  set(row: number, value: number): void;
}

/** A column of numbers below 256. */
export function smallColumn(): Column {
  const chunks: (Uint8Array | undefined)[] = [];
  return {
    get: (row) => chunks[row >>> CHUNK_BITS]?.[row & WITHIN] ?? 0,
    set(row, value) {
      if (value === 0) return;
      let chunk = chunks[row >>> CHUNK_BITS];
      if (!chunk) {
        chunk = new Uint8Array(CHUNK);
        chunks[row >>> CHUNK_BITS] = chunk;
      }
      chunk[row & WITHIN] = value;
    },
  };
}

/** A column of numbers below 2 ** 32. */
export function column(): Column {
  const chunks: (Uint32Array | undefined)[] = [];
  return {
    get: (row) => chunks[row >>> CHUNK_BITS]?.[row & WITHIN] ?? 0,
    set(row, value) {
      if (value === 0) return;
      let chunk = chunks[row >>> CHUNK_BITS];
      if (!chunk) {
        chunk = new Uint32Array(CHUNK);
        chunks[row >>> CHUNK_BITS] = chunk;
      }
      chunk[row & WITHIN] = value;
    },
  };
}

/** A column of numbers below 2 ** 53. */
export function wideColumn(): Column {
  const chunks: (Float64Array | undefined)[] = [];
  return {
    get: (row) => chunks[row >>> CHUNK_BITS]?.[row & WITHIN] ?? 0,
    set(row, value) {
      if (value === 0) return;
      let chunk = chunks[row >>> CHUNK_BITS];
      if (!chunk) {
        chunk = new Float64Array(CHUNK);
        chunks[row >>> CHUNK_BITS] = chunk;
      }
      chunk[row & WITHIN] = value;
    },
  };
}
