import { httpStatus } from '../../../kernel/service.ts';
import { byteRange } from '../../../kernel/wire/byte-range.ts';
import type { Blobs } from '../layers/blobs.ts';
import { type Named, operation } from './operation.ts';
import { rangeNotSatisfiable, twoMechanisms } from './refusals.ts';

interface Linked extends Named {
  readonly digest?: string;
  readonly range?: string;
}

/** The bytes of a layer, or a range of them as S3 gives it, for who comes by a link and with nothing else. */
export function layerOperation(store: Blobs) {
  return operation<Linked>({
    takes: ['digest', 'range'],
    actions: () => [],
    below: ({ digest = '' }) => `@${digest}`,
    run({ headers }, { digest = '', range: header }) {
      if (headers.authorization !== undefined) throw twoMechanisms();
      const size = store.size(digest);
      const range = byteRange(header, size);
      if (range === 'unsatisfiable') throw rangeNotSatisfiable(size);
      const whole = { ContentType: 'application/octet-stream', AcceptRanges: 'bytes' };
      if (!range) return { ...whole, Body: store.locate(digest) };
      return {
        ...whole,
        [httpStatus]: 206,
        ContentRange: `bytes ${range.start}-${range.end}/${size}`,
        Body: store.locate(digest, range),
      };
    },
  });
}
