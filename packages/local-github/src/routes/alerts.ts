import { type Alert, type Dismissal, stateOn } from '../code-scanning/alerts.ts';
import type { CodeScanning } from '../code-scanning/code-scanning.ts';
import { directed, oneOf, refAsked, toolAsked } from '../code-scanning/filters.ts';
import { alertView, instanceView } from '../code-scanning/views.ts';
import { listPage, pageOf } from '../pages.ts';
import { refuse } from '../refusal.ts';
import type { Route } from '../route.ts';

const docs = 'https://docs.github.com/rest/code-scanning/code-scanning';
const states = ['open', 'closed', 'dismissed', 'fixed'] as const;
const severities = ['critical', 'high', 'medium', 'low', 'warning', 'note', 'error', 'none'] as const;

/** Alerts, and where they are. */
export function alertRoutes(scanning: CodeScanning, root: () => string): readonly Route[] {
  const needs = 'security_events';
  const at = (number: string | undefined) => scanning.alerts.get(Number(number));
  const view = (alert: Alert, ref = refOf(alert)) => alertView(alert, ref, root());
  /** Where an alert is looked at: the default branch, or where it was last. */
  const refOf = (alert: Alert) => {
    const main = scanning.defaultRef();
    return alert.instances.some(({ ref }) => ref === main) ? main : (alert.instances.at(-1)?.ref ?? main);
  };
  return [
    {
      method: 'GET',
      path: '/code-scanning/alerts',
      needs,
      source: `${docs}#list-code-scanning-alerts-for-a-repository`,
      answer(asked) {
        scanning.permit('read');
        const { query } = asked;
        if (scanning.analyses.all().length === 0) refuse(404, 'no analysis found');
        // "for the default branch (or for the specified Git reference if you used `ref` in the request)". A ref without an analysis is
        // not documented: it has no alerts here, which is easily taken for good news.
        const ref = refAsked(query) ?? scanning.defaultRef();
        const isOfTool = toolAsked(query);
        const state = oneOf(query, 'state', states);
        const severity = oneOf(query, 'severity', severities);
        const found = scanning.alerts.all().filter((alert) => {
          const is = stateOn(alert, ref);
          const isInState = state === undefined || is === state || (state === 'closed' && is !== 'open');
          const isOfSeverity =
            severity === undefined || severity === alert.level || severity === alert.rule.securitySeverity;
          return is !== undefined && isOfTool(alert.tool) && isInState && isOfSeverity;
        });
        const sort = oneOf(query, 'sort', ['created', 'number', 'updated']) ?? 'created';
        const updatedOf = (alert: Alert) =>
          Math.max(...alert.instances.filter((each) => each.ref === ref).map(({ updated }) => updated));
        const sorted = found.toSorted((a, b) =>
          sort === 'updated' ? updatedOf(a) - updatedOf(b) || a.number - b.number : a.number - b.number,
        );
        const { items, headers } = pageOf(directed(sorted, query), asked);
        return { value: items.map((alert) => view(alert, ref)), headers };
      },
    },
    {
      method: 'GET',
      path: '/code-scanning/alerts/{number}',
      needs,
      source: `${docs}#get-a-code-scanning-alert`,
      answer({ places }) {
        scanning.permit('read');
        return { value: view(at(places.number)) };
      },
    },
    {
      method: 'PATCH',
      path: '/code-scanning/alerts/{number}',
      needs,
      source: `${docs}#update-a-code-scanning-alert`,
      answer({ places, body }) {
        scanning.permit('write');
        const { number } = at(places.number);
        return { value: view(scanning.alerts.dismiss(number, dismissalIn(body, scanning.now()))) };
      },
    },
    {
      method: 'GET',
      path: '/code-scanning/alerts/{number}/instances',
      needs,
      source: `${docs}#list-instances-of-a-code-scanning-alert`,
      answer(asked) {
        scanning.permit('read');
        const alert = at(asked.places.number);
        const ref = refAsked(asked.query);
        const there = alert.instances.filter((each) => ref === undefined || each.ref === ref);
        return listPage(
          there.map((each) => instanceView(each, alert)),
          asked,
        );
      },
    },
  ];
}

const reasons = ['false positive', "won't fix", 'used in tests', 'mitigated'];

/** Nothing where an alert is opened again. "**Required when the state is dismissed.**", of the reason: 400; the comment has 280 characters at most. */
function dismissalIn(body: Readonly<Record<string, unknown>>, at: number): Dismissal | undefined {
  const { state, dismissed_reason: reason, dismissed_comment: comment = null } = body;
  if (state === 'open') return undefined;
  if (state !== 'dismissed')
    return refuse(422, `Invalid request.\n\n${String(state)} is not a member of [open, dismissed].`);
  if (reason === undefined || reason === null)
    return refuse(400, 'dismissed_reason is required when the state is dismissed');
  if (typeof reason !== 'string' || !reasons.includes(reason))
    return refuse(422, `Invalid request.\n\n${String(reason)} is not a member of [${reasons.join(', ')}].`);
  if (comment !== null && (typeof comment !== 'string' || comment.length > 280))
    return refuse(422, 'Invalid request.\n\nAt most 280 characters are allowed for dismissed_comment.');
  return { reason, comment, at };
}
