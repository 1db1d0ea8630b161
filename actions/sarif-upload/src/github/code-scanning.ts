import { UserError } from '@actions-aws/action';
import { type Answered, type Client, wholeList } from '@actions-aws/github';
import type { Analysis, CodeScanning, Processed } from '../ports.ts';
import { newer } from './refs.ts';

const permission = 'security-events';

/** Statuses by which GitHub refuses a file itself: https://docs.github.com/en/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data */
const REFUSES_FILE = [400, 413, 422];
/** How GitHub says that there is no code scanning; the first is documented, others are what it says. */
const NOT_ENABLED = /(?:advanced|code) security (?:must be|is not) enabled|code scanning is not enabled/i;
/** How GitHub says that a token lacks a permission, and not the repository a feature. */
const NOT_ACCESSIBLE = /not accessible by/i;

/** {@link CodeScanning} over GitHub's documented API. */
export function codeScanningOver(client: Client): CodeScanning {
  return {
    async upload(file, { ref, sha }) {
      const body = { commit_sha: sha, ref, sarif: Buffer.from(file).toString('base64') };
      const doing = { doing: `upload to the code scanning of ${client.repository}`, permission };
      // It may come twice: "If you upload a second SARIF file for a commit with the same category and from the same tool, the earlier
      // results are overwritten." https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
      const sent = await asRefusal(client.post('/code-scanning/sarifs', body, doing, { again: true }));
      return sent.value.at('id').text();
    },

    async processing(id) {
      const doing = { doing: 'read whether the upload is processed', permission };
      // Not there yet: it is asked for right after it was sent.
      const found = await client.find('/code-scanning/sarifs/{id}', { id }, doing);
      return found ? processedIn(found.value) : { state: 'pending' };
    },

    async analyses(id) {
      const doing = { doing: 'list the analyses of the upload', permission };
      const listed = await wholeList(client, { path: '/code-scanning/analyses', parameters: { sarif_id: id } }, doing);
      return listed.map(analysisIn);
    },

    newer: (target) => newer(client, target),
  };
}

/** https://docs.github.com/en/rest/code-scanning/code-scanning#get-information-about-a-sarif-upload */
function processedIn(answer: Answered): Processed {
  const status = answer.at('processing_status');
  switch (status.text()) {
    case 'pending':
      return { state: 'pending' };
    case 'complete':
      return { state: 'complete' };
    case 'failed': {
      const errors = answer.optional('errors')?.list() ?? [];
      const said = errors.map((error) => error.text());
      return { state: 'failed', errors: said.length > 0 ? said : ['It says no more than that it failed.'] };
    }
    default:
      return status.unknown();
  }
}

function analysisIn(one: Answered): Analysis {
  return {
    id: one.at('id').number(),
    url: one.at('url').text(),
    tool: one.at('tool').at('name').text(),
    category: one.optional('category')?.text() ?? '',
    results: one.at('results_count').number(),
    error: one.optional('error')?.text() ?? '',
    warning: one.optional('warning')?.text() ?? '',
  };
}

/** Tells the refusals of an upload apart. */
async function asRefusal<T>(sending: Promise<T>): Promise<T> {
  try {
    return await sending;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message, cause, hint } = error;
    const { status } = (cause ?? {}) as { readonly status?: number };
    const as = (code: string, to: string | undefined) =>
      new UserError(message, { code, ...(to !== undefined && { hint: to }), cause: error });
    if (status !== undefined && REFUSES_FILE.includes(status)) throw as('refused', hint);
    if (status === 403 && NOT_ENABLED.test(message))
      throw as(
        'not-enabled',
        'Turn code scanning on under Settings, Code security; a private repository needs GitHub Code Security. Where it may be off, say `when-unavailable: skip`.',
      );
    if (status === 403 && NOT_ACCESSIBLE.test(message)) throw as('no-upload', hint);
    throw error;
  }
}
