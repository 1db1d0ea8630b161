import type { Places } from '../../places/sarif-place.ts';
import type { PlainFile } from './plain-result.ts';
import { type ByText, byText } from './texts.ts';

/** Files by URI and base id, for all runs whose URIs mean the same. */
export type FilesByUri = ByText<PlainFile | undefined>;

/** What URIs meant in the runs before. */
export interface KnownFiles {
  /** @param meaning equal for runs whose URIs mean the same. */
  of(meaning: string, places: Places): FilesByUri;
}

/** Meanings that are remembered. */
const MOST = 4;

export function knownFiles(): KnownFiles {
  const known = new Map<string, FilesByUri>();
  return {
    of(meaning, places) {
      const before = known.get(meaning);
      if (before) return before;
      if (known.size >= MOST) known.clear();
      const files = byText((uri, _, base): PlainFile | undefined => {
        const found = places.at(base === '' ? { uri } : { uri, uriBaseId: base });
        return found?.path === undefined ? undefined : { path: found.path, uri: found.uri };
      });
      known.set(meaning, files);
      return files;
    },
  };
}
