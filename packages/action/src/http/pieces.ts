import type { IncomingMessage } from 'node:http';

/** The body of an answer, piece by piece. */
export interface Pieces {
  /** The next piece; `undefined` at the end. Rejects where the answer ends before it is whole. */
  next(): Promise<Buffer | undefined>;
}

/**
 * Reads the body of an answer as it comes. A loop over Node's stream would join the pieces that have come meanwhile, and of a
 * large body leave twice its bytes to the garbage collector; nor would it know how an answer ended before it was read.
 */
export function piecesOf(answer: IncomingMessage): Pieces {
  const ready: Buffer[] = [];
  let isBegun = false;
  let isOver = false;
  let failure: unknown;
  let wake = () => {};
  answer.once('end', () => {
    isOver = true;
    wake();
  });
  answer.once('error', (error) => {
    failure = error;
    wake();
  });
  answer.once('close', () => {
    if (!isOver) failure ??= new Error('the answer ended in its middle');
    wake();
  });
  const begin = () => {
    isBegun = true;
    answer.on('data', (piece: Buffer) => {
      ready.push(piece);
      answer.pause();
      wake();
    });
  };
  return {
    async next() {
      for (;;) {
        const piece = ready.shift();
        if (piece || (isOver && !failure)) return piece;
        if (failure) throw failure;
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        if (!isBegun) begin();
        answer.resume();
        await promise;
      }
    },
  };
}
