import type { Source } from '../build/edits.ts';
import { refuse } from '../build/refusal.ts';
import { contentTypeOf } from '../types/types.ts';
import { cascade, type Replaced } from './cascade.ts';
import { lookElsewhere } from './elsewhere.ts';
import { type Config, inject } from './pages.ts';

/** A build with the workflow's values in its pages. */
export interface Configured {
  readonly sources: readonly Source[];
  /** How many pages hold them. */
  readonly pages: number;
  readonly replaced: readonly Replaced[];
  /** Files that still hold the values of the build. */
  readonly kept: readonly string[];
  /** Names of values that a page was built with and the workflow does not give. */
  readonly lost: readonly string[];
}

/** A build into which nothing goes. */
export function asBuilt(sources: readonly Source[]): Configured {
  return { sources, pages: 0, replaced: [], kept: [], lost: [] };
}

/** Puts the workflow's values into the pages, and what follows from that into all else; refuses a build of which that would break something. */
export async function configure(
  built: readonly Source[],
  config: Config,
  isHashed: (path: string) => boolean,
  signal: AbortSignal,
): Promise<Configured> {
  const injected = await inject(built, config, signal);
  refuse(injected.problems);
  const elsewhere = await lookElsewhere(injected.sources, injected.pages, signal);
  refuse(elsewhere.problems);
  const isText = (path: string) => contentTypeOf(path).isText;
  const { sources, replaced, problems } = await cascade(injected.sources, { isText, isHashed, signal });
  refuse(problems);
  return { sources, replaced, pages: injected.pages.length, kept: elsewhere.kept, lost: injected.lost };
}
