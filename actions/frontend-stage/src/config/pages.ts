import { inParallel } from '@actions-aws/action';
import { bytesOf, edited, type Source } from '../build/edits.ts';
import type { Problem } from '../build/refusal.ts';
import { type Block, findBlock, scriptText } from './block.ts';

/** What the workflow gives for the pages. */
export interface Config {
  /** The id of the script that holds it. */
  readonly id: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The pages of a build with the workflow's values in them. */
export interface Injected {
  readonly sources: readonly Source[];
  /** The pages that have the block, whether or not its text is another now. */
  readonly pages: readonly { readonly path: string; readonly block: Block }[];
  /** Names of values that a built block has and the workflow does not give. */
  readonly lost: readonly string[];
  readonly problems: readonly Problem[];
}

const PAGE = /\.html?$/i;

/** How many pages are parsed at the same time: each takes a multiple of its size in memory. */
const AT_ONCE = 8;

/** Puts the workflow's values into the block of each page that has one. A page without is left; where no page has one, that is a problem. */
export async function inject(
  sources: readonly Source[],
  { id, value }: Config,
  signal: AbortSignal,
): Promise<Injected> {
  const text = scriptText(value);
  const pages: { path: string; block: Block }[] = [];
  const problems: Problem[] = [];
  const lost = new Set<string>();
  const edit = async (source: Source): Promise<Source> => {
    const { path } = source;
    if (!PAGE.test(path)) return source;
    const found = findBlock(await bytesOf(source), id);
    if (!found) return source;
    if ('wrong' in found) {
      problems.push({
        path,
        what: found.wrong,
        remedy: `Give one \`<script type="application/json" id="${id}">\` to each page that needs it.`,
      });
      return source;
    }
    pages.push({ path, block: found });
    for (const name of namesIn(found.text)) if (!Object.hasOwn(value, name)) lost.add(name);
    return found.text === text ? source : edited(source, [{ start: found.start, end: found.end, text }]);
  };
  const injected = await inParallel(sources, { most: AT_ONCE, signal }, edit);
  if (pages.length === 0 && problems.length === 0) {
    problems.push({
      what: `has no page with \`<script type="application/json" id="${id}">\`, into which \`config\` would go`,
      remedy: `Put \`<script type="application/json" id="${id}">{}</script>\` into the page and read it there, name its id in \`config-id\`, or take \`config\` out.`,
    });
  }
  return {
    sources: injected,
    pages: pages.sort((a, b) => (a.path < b.path ? -1 : 1)),
    lost: [...lost].sort(),
    problems,
  };
}

function namesIn(text: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  } catch {
    return [];
  }
}
