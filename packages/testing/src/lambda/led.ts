import type { JournalEntry } from '@actions-aws/local-aws';
import type { Visit } from './visit.ts';

/** Where an alias led from a moment on. */
interface Route {
  readonly since: number;
  /** Nothing where a write left some of it as it was. */
  readonly versions: readonly string[] | undefined;
}

/** An alias, and how long a change of it takes to reach all users: the local cloud's `pace.alias`. */
export interface Led {
  readonly functionName: string;
  readonly qualifier: string;
  readonly settlesMs: number;
}

/**
 * A sentence for each version that a user met although the alias did not lead there: not by its writes in the journal,
 * and not by those that had been replaced for less than it takes to reach all users. What the alias was before the first
 * write is not known. Not for aliases with provisioned concurrency, to which AWS gives weights of its own.
 */
export function astray(
  seen: readonly Visit[],
  journal: readonly JournalEntry[],
  { functionName, qualifier, settlesMs }: Led,
): readonly string[] {
  const routes = routesIn(journal, `:${functionName}:${qualifier}`);
  const until = (index: number) => (routes[index + 1]?.since ?? Number.POSITIVE_INFINITY) + settlesMs;
  const found = new Set<string>();
  for (const { version, sent, at } of seen) {
    const knownFrom = (routes[0]?.since ?? Number.POSITIVE_INFINITY) + settlesMs;
    if (version === undefined || sent <= knownFrom) continue;
    const open = routes.filter(({ since }, index) => since <= at && sent <= until(index));
    if (open.some(({ versions }) => versions?.includes(version) ?? true)) continue;
    const led = open.map(({ versions }) => versions?.join(' and ')).join(' or ');
    found.add(`a user met version ${version}, where ${qualifier} led to ${led} only`);
  }
  return [...found];
}

function routesIn(journal: readonly JournalEntry[], alias: string): readonly Route[] {
  return journal
    .flatMap(({ operation, resource, effectAt, input }): readonly Route[] => {
      const isWrite = operation === 'CreateAlias' || operation === 'UpdateAlias';
      if (!isWrite || effectAt === undefined || !resource.endsWith(alias)) return [];
      const { FunctionVersion, RoutingConfig } = input as {
        readonly FunctionVersion?: string;
        readonly RoutingConfig?: { readonly AdditionalVersionWeights?: Readonly<Record<string, number>> };
      };
      if (!FunctionVersion || (operation === 'UpdateAlias' && !RoutingConfig))
        return [{ since: effectAt, versions: undefined }];
      const weighted = Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {});
      return [{ since: effectAt, versions: [FunctionVersion, ...weighted] }];
    })
    .sort((a, b) => a.since - b.since);
}
