const NUL = 0;

/** Takes a record's bytes, from `start` to before `end`; they are only valid during the call. */
export type TakeRecord = (bytes: Buffer, start: number, end: number) => void;

/** Output that is separated by NUL, as it arrives. */
export interface Records {
  push(chunk: Buffer): void;
  /** Fails where the output broke off within a record. */
  end(): void;
}

/** Hands on each record once, in linear time: of what arrived only the beginning of a record is kept. */
export function records(take: TakeRecord): Records {
  let begun: Buffer[] = [];
  return {
    push(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(NUL); end >= 0; end = chunk.indexOf(NUL, start)) {
        if (begun.length === 0) take(chunk, start, end);
        else {
          const whole = Buffer.concat([...begun, chunk.subarray(start, end)]);
          begun = [];
          take(whole, 0, whole.length);
        }
        start = end + 1;
      }
      // A copy: the chunk is written over after this call.
      if (start < chunk.length) begun.push(Buffer.from(chunk.subarray(start)));
    },
    end() {
      if (begun.length > 0) throw new Error('The output of git broke off in the middle of a record.');
    },
  };
}
