import type { LocalGitHub } from '@actions-aws/local-github';

/** The Security tab: rules of the alerts that are open on main, sorted. */
export async function openAlerts({ endpoint, token }: LocalGitHub, repository: string): Promise<string[]> {
  const address = `${endpoint}/repos/${repository}/code-scanning/alerts?ref=refs/heads/main&state=open&per_page=100`;
  const answer = await fetch(address, { headers: { authorization: `bearer ${token}` } });
  if (!answer.ok) return [];
  const alerts = (await answer.json()) as readonly { readonly rule: { readonly id: string } }[];
  return alerts.map(({ rule }) => rule.id).sort();
}
