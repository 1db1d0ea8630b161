import type { CodeScanning } from '../code-scanning/code-scanning.ts';
import type { Upload } from '../code-scanning/uploads.ts';
import type { Route } from '../route.ts';

const docs = 'https://docs.github.com/rest/code-scanning/code-scanning';

/** Uploads of SARIF, and what became of them. */
export function sarifRoutes(scanning: CodeScanning, root: () => string): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/code-scanning/sarifs',
      needs: 'security_events',
      source: `${docs}#upload-an-analysis-as-sarif-data`,
      async answer({ body }) {
        scanning.permit('write');
        const { id } = await scanning.receive(body);
        return { status: 202, value: { id, url: `${root()}/code-scanning/sarifs/${id}` } };
      },
    },
    {
      method: 'GET',
      path: '/code-scanning/sarifs/{id}',
      needs: 'security_events',
      source: `${docs}#get-information-about-a-sarif-upload`,
      answer({ places }) {
        scanning.permit('read');
        return { value: statusOf(scanning.upload(places.id ?? ''), root()) };
      },
    },
  ];
}

/** While it is `pending`, the status is all that there is. */
function statusOf({ id, status, errors }: Upload, root: string): unknown {
  if (status === 'pending') return { processing_status: status };
  return {
    processing_status: status,
    analyses_url: `${root}/code-scanning/analyses?sarif_id=${id}`,
    errors: errors.length > 0 ? errors : null,
  };
}
