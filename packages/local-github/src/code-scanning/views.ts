import type { Alert, Instance } from './alerts.ts';
import { stateOn } from './alerts.ts';
import type { Analysis } from './analyses.ts';
import type { ShownRule } from './sarif/rules.ts';

/** ISO 8601 "`YYYY-MM-DDTHH:MM:SSZ`": whole seconds, so that what happens within one cannot be told apart. */
const timeOf = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** What identifies an upload that no workflow of CodeQL's action made is not documented. */
const upload = { analysis_key: 'api', environment: '{}' };

/** An analysis: https://docs.github.com/en/rest/code-scanning/code-scanning#list-code-scanning-analyses-for-a-repository */
export function analysisView(analysis: Analysis, deletable: boolean, root: string): unknown {
  const { id, ref, commit, category, error, warning, createdAt, results, rulesCount, sarifId, tool } = analysis;
  return {
    id,
    ref,
    commit_sha: commit,
    ...upload,
    category,
    error,
    warning,
    created_at: timeOf(createdAt),
    results_count: results.length,
    rules_count: rulesCount,
    url: `${root}/code-scanning/analyses/${id}`,
    sarif_id: sarifId,
    tool,
    deletable,
  };
}

/** An alert on one ref: https://docs.github.com/en/rest/code-scanning/code-scanning#get-a-code-scanning-alert */
export function alertView(alert: Alert, ref: string, root: string): unknown {
  const { number, tool, created, dismissed } = alert;
  const there = alert.instances.filter((each) => each.ref === ref);
  const state = stateOn(alert, ref);
  const updated = Math.max(created, dismissed?.at ?? 0, ...there.map((each) => each.updated));
  const fixed = Math.max(...there.map((each) => each.fixed ?? 0));
  const recent = there.toSorted((a, b) => a.updated - b.updated).at(-1);
  const url = `${root}/code-scanning/alerts/${number}`;
  return {
    number,
    created_at: timeOf(created),
    updated_at: timeOf(updated),
    url,
    html_url: url,
    instances_url: `${url}/instances`,
    state: state ?? null,
    fixed_at: state === 'fixed' ? timeOf(fixed) : null,
    dismissed_by: null,
    dismissed_at: dismissed ? timeOf(dismissed.at) : null,
    dismissed_reason: dismissed?.reason ?? null,
    dismissed_comment: dismissed?.comment ?? null,
    rule: ruleView(alert.rule, alert.level),
    tool,
    most_recent_instance: recent ? instanceView(recent, alert) : null,
  };
}

/** An alert where it was found. */
export function instanceView({ ref, category, state, commit, message, place }: Instance, alert: Alert): unknown {
  return {
    ref,
    ...upload,
    category,
    state: alert.dismissed ? 'dismissed' : state,
    commit_sha: commit,
    message: { text: message },
    location: {
      path: place.path,
      start_line: place.startLine,
      end_line: place.endLine,
      start_column: place.startColumn,
      end_column: place.endColumn,
    },
    classifications: [],
  };
}

function ruleView(rule: ShownRule, level: string) {
  return {
    id: rule.id,
    name: rule.name,
    severity: level,
    security_severity_level: rule.securitySeverity,
    description: rule.description,
    full_description: rule.fullDescription,
    tags: rule.tags,
    help: rule.help,
    help_uri: rule.helpUri,
  };
}
