import type { Site } from '@actions-aws/checks';
import type { ListenerRule } from '@actions-aws/ecs';

/** Where a check is put to, or why there is no such place, as a sentence. */
export type Address = Site | { readonly unknown: string };

/** What a request needs to be brought along by a rule. */
const STANDS_FOR_STAR = 'a';

/**
 * The address of a listener rule: that of its load balancer and its port, or the one that was given, and the headers that the rule asks
 * for. Of a rule by path the check has to have the path.
 */
export function addressOf(
  rule: ListenerRule | undefined,
  given: string | undefined,
  { input, headers = {} }: { readonly input: string; readonly headers?: Readonly<Record<string, string>> },
): Address {
  const asked = { ...headersOf(rule, given === undefined), ...headers };
  if (given !== undefined) return { url: given, headers: asked };
  if (!rule) return { unknown: `no listener is known to lead there, and \`${input}\` is not given` };
  if (rule.protocol !== 'HTTP') {
    return {
      unknown: `its listener speaks ${rule.protocol}, and the certificate is not of the load balancer's own name: give the address by \`${input}\``,
    };
  }
  return { url: `http://${rule.host}${rule.port === 80 ? '' : `:${rule.port}`}`, headers: asked };
}

function headersOf(rule: ListenerRule | undefined, withHost: boolean): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { field, name, values } of rule?.conditions ?? []) {
    const value = values[0]?.replaceAll('*', STANDS_FOR_STAR).replaceAll('?', STANDS_FOR_STAR);
    if (value === undefined) continue;
    if (field === 'http-header') found[name.toLowerCase()] = value;
    if (field === 'host-header' && withHost) found.host = value;
  }
  return found;
}
