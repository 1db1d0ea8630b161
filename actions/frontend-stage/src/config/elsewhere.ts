import { inParallel } from '@actions-aws/action';
import { bytesOf, type Source } from '../build/edits.ts';
import type { Problem } from '../build/refusal.ts';
import type { Block } from './block.ts';
import { copiesOf } from './copies.ts';

/** Where else the values stand that the builder has put into the pages' blocks. */
export interface Elsewhere {
  /** Scripts, which would put the built values back into the page once they run. */
  readonly problems: readonly Problem[];
  /** Pages and texts that keep them, which a script may read. */
  readonly kept: readonly string[];
}

const SCRIPT = /\.[cm]?js$/i;
const TEXT = /\.(?:html?|txt|json)$/i;

const AT_ONCE = 8;

/** Looks for the built values in all else that goes up. */
export async function lookElsewhere(
  sources: readonly Source[],
  pages: readonly { readonly path: string; readonly block: Block }[],
  signal: AbortSignal,
): Promise<Elsewhere> {
  const texts = [...new Set(pages.map(({ block }) => block.text))];
  const copies = texts.flatMap((text) => copiesOf(text) ?? []);
  if (copies.length === 0) return { problems: [], kept: [] };
  const kept: string[] = [];
  const problems: Problem[] = [];
  await inParallel(sources, { most: AT_ONCE, signal }, async (source) => {
    const { path } = source;
    if (!SCRIPT.test(path) && !TEXT.test(path)) return;
    // As it goes up: what stood in the block itself is gone.
    const bytes = await bytesOf(source);
    if (!copies.some((copy) => copy.in(bytes))) return;
    if (SCRIPT.test(path)) {
      problems.push({
        path,
        what: 'holds what the build has put into the block of the page, and would undo `config` once it runs',
        remedy:
          'Let the code read the block when it runs, and build no values into it; the README says how for Nuxt and Docusaurus.',
      });
    } else kept.push(path);
  });
  // A page whose block has what is given already was not edited, and holds it where it belongs.
  const asGiven = new Set(
    pages
      .filter(({ path }) => !sources.some((one) => one.path === path && one.edits.length > 0))
      .map(({ path }) => path),
  );
  return { problems, kept: kept.filter((path) => !asGiven.has(path)).sort() };
}
