/** Takes a record: the characters of `text`, each a byte, from `start` to before `end`. */
export type TakeRecord = (text: string, start: number, end: number) => void;

/** Output that is separated by NUL, as it arrives. */
export interface Records {
  push(chunk: Buffer): void;
  /** Fails where the output broke off within a record. */
  end(): void;
}

/** Hands on each record once, in linear time: of what arrived only the beginning of a record is kept. */
export function records(take: TakeRecord): Records {
  let begun = '';
  return {
    push(chunk) {
      // Decoded as a whole: thousands of small buffers would take most of the time.
      const text = begun + chunk.toString('latin1');
      let start = 0;
      for (let end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0', start)) {
        take(text, start, end);
        start = end + 1;
      }
      begun = text.slice(start);
    },
    end() {
      if (begun !== '') throw new Error('The output of git broke off in the middle of a record.');
    },
  };
}
