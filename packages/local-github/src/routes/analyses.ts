import { type Analysis, setOf } from '../code-scanning/analyses.ts';
import type { CodeScanning } from '../code-scanning/code-scanning.ts';
import { directed, refAsked, toolAsked } from '../code-scanning/filters.ts';
import { analysisView } from '../code-scanning/views.ts';
import { pageOf } from '../pages.ts';
import { refuse } from '../refusal.ts';
import type { Route } from '../route.ts';

const docs = 'https://docs.github.com/rest/code-scanning/code-scanning';

/** Analyses: what uploads became. */
export function analysisRoutes(scanning: CodeScanning, root: () => string): readonly Route[] {
  const needs = 'security_events';
  const all = () => scanning.analyses.all();
  const at = (id: string | undefined) => all().find((each) => each.id === Number(id)) ?? refuse(404, 'Not Found');
  /** "the most recent in a set". */
  const isDeletable = (analysis: Analysis) =>
    all().findLast((each) => setOf(each) === setOf(analysis))?.id === analysis.id;
  const view = (analysis: Analysis) => analysisView(analysis, isDeletable(analysis), root());
  return [
    {
      method: 'GET',
      path: '/code-scanning/analyses',
      needs,
      source: `${docs}#list-code-scanning-analyses-for-a-repository`,
      answer(asked) {
        scanning.permit('read');
        const { query } = asked;
        const [ref, upload, isOfTool] = [refAsked(query), query.get('sarif_id'), toolAsked(query)];
        // There is no filter of categories; what is not known of a query is ignored.
        const found = all().filter(
          (each) =>
            (ref === undefined || each.ref === ref) &&
            (upload === null || each.sarifId === upload) &&
            isOfTool(each.tool),
        );
        // Of a repository without analyses this is what clients meet (https://github.com/NickLiffen/ghas-enablement/pull/83); of a
        // filter that finds none nothing is documented, and it is the same here, so that the first upload of a branch meets it.
        if (found.length === 0) refuse(404, 'no analysis found');
        const { items, headers } = pageOf(directed(found, query), asked);
        return { value: items.map(view), headers };
      },
    },
    {
      method: 'GET',
      path: '/code-scanning/analyses/{id}',
      needs,
      source: `${docs}#get-a-code-scanning-analysis-for-a-repository`,
      answer({ places, accept }) {
        scanning.permit('read');
        if (accept.includes('sarif')) refuse(501, 'The local GitHub has an analysis as JSON alone.');
        return { value: view(at(places.id)) };
      },
    },
    {
      method: 'DELETE',
      path: '/code-scanning/analyses/{id}',
      needs,
      source: `${docs}#delete-a-code-scanning-analysis-from-a-repository`,
      answer({ places, query }) {
        scanning.permit('write');
        const analysis = at(places.id);
        if (!isDeletable(analysis)) refuse(400, 'Analysis specified is not deletable.');
        const isLast = all().filter((each) => setOf(each) === setOf(analysis)).length === 1;
        if (isLast && query.get('confirm_delete') === null)
          refuse(
            400,
            'Analysis is last of its type and deletion may result in the loss of historical alert data. Please specify confirm_delete.',
          );
        scanning.remove(analysis);
        const next = all().findLast((each) => setOf(each) === setOf(analysis));
        const url = next && `${root()}/code-scanning/analyses/${next.id}`;
        return { value: { next_analysis_url: url ?? null, confirm_delete_url: url ? `${url}?confirm_delete` : null } };
      },
    },
  ];
}
