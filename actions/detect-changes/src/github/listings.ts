import { type Answered, type Client, pagesOf } from '@actions-aws/github';
import type { GitHub, Listing } from '../ports.ts';
import { listingOf } from './files.ts';

/** "Responses include a maximum of 3000 files": https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files */
const MOST_FILES = 3000;
/**
 * "The list of changed files is only shown on the first page of results, and it includes up to 300 changed files for the entire
 * comparison": https://docs.github.com/en/rest/commits/commits#compare-two-commits
 */
const MOST_COMPARED = 300;
/** How often a pull request is read that gets other commits meanwhile. */
const READINGS = 3;

/**
 * What a pull request changes. It is read before and after its files: one that got other commits in between is read again,
 * since its pages are of both.
 */
export async function pullRequestFiles(client: Client, number: number): ReturnType<GitHub['pullRequestFiles']> {
  const pull = { pull_number: number };
  const permission = 'pull-requests';
  const read = async () => {
    const doing = { doing: `read pull request ${number}`, permission };
    const { value } = await client.get('/pulls/{pull_number}', pull, doing);
    const [base, head] = [value.at('base').at('sha').sha(), value.at('head').at('sha').sha()];
    return { base, head, said: value.at('changed_files').number() };
  };
  let before = await read();
  for (let reading = 1; ; reading += 1) {
    const files = await filesOf();
    const after = await read();
    const { base, head, said } = after;
    const isSame = base === before.base && head === before.head && said === before.said;
    if (isSame || reading === READINGS) return { ...judged(files, said, isSame), base, head };
    before = after;
  }

  async function filesOf(): Promise<readonly Answered[]> {
    const files = new Map<string, Answered>();
    let listed = 0;
    const doing = { doing: `list the files of pull request ${number}`, permission };
    for await (const items of pagesOf(client, { path: '/pulls/{pull_number}/files', parameters: pull }, doing)) {
      for (const file of items) files.set(file.at('filename').text(), file);
      listed += items.length;
      if (listed >= MOST_FILES) break;
    }
    return [...files.values()];
  }

  function judged(files: readonly Answered[], said: number, isSame: boolean): Listing {
    const listing = listingOf(files);
    const incomplete = (reason: string): Listing => ({ ...listing, complete: false, reason });
    if (!isSame) return incomplete(`Pull request ${number} got other commits while its files were read.`);
    if (files.length >= MOST_FILES || said > MOST_FILES)
      return incomplete(`Pull request ${number} changes ${said} files, and GitHub lists no more than ${MOST_FILES}.`);
    if (files.length !== said)
      return incomplete(`Pull request ${number} changes ${said} files, as GitHub says, and it lists ${files.length}.`);
    return listing;
  }
}

/** What happened on `head` since it left `base`; undefined where one of them is not there, or they have nothing in common. */
export async function compare(client: Client, base: string, head: string): ReturnType<GitHub['compare']> {
  const doing = { doing: `compare ${base} with ${head}`, permission: 'contents' };
  // With a parameter of paging the first page has all files, and as few commits as can be.
  const parameters = { basehead: `${base}...${head}`, per_page: 1, page: 1 };
  const found = await client.find('/compare/{basehead}', parameters, doing);
  if (!found) return undefined;
  const files = found.value.at('files').list();
  const mergeBase = found.value.at('merge_base_commit').at('sha').sha();
  if (files.length < MOST_COMPARED) return { ...listingOf(files), mergeBase };
  const reason = `GitHub lists no more than ${MOST_COMPARED} files of a comparison, and there may be more.`;
  return { ...listingOf(files), complete: false, reason, mergeBase };
}
