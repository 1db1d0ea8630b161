import type { Clock } from '@actions-aws/action';
import type { Exchange } from '@actions-aws/action/http';
import { type Patience, patient } from '@actions-aws/aws';
import type { Context } from '@actions-aws/promotion';
import {
  accountOf,
  addressesOf,
  type Chosen,
  type History,
  type Manifest,
  misplaced,
  type PointerChoice,
  type PointerKind,
  type Releases,
  readDistribution,
  type SiteClients,
  type SitePointer,
  sitesOnAws,
} from '@actions-aws/site';
import type { Desired } from './plan/state.ts';

/** All that a rollback reaches outside of itself. */
export interface Ports {
  readonly app: SitePointer;
  readonly releases: Pick<Releases, 'read' | 'missing' | 'copy' | 'extend'>;
  readonly history: Pick<History, 'note' | 'newest'>;
  /** Makes the requests to the site. */
  readonly exchange: Exchange;
  /** The site's account and its first address; nothing of a distribution that could not be read. */
  site(): Promise<Site>;
  /** The same, with this patience. */
  under(patience: Patience): Ports;
  /** The same, for a bucket that this account must own. */
  ownedBy(account: string | undefined): Ports;
}

/** What a distribution says besides its pointer. */
export interface Site {
  readonly account: string | undefined;
  readonly url: string | undefined;
  /** Why it could not serve a release, as a clause, as far as its behaviours tell. */
  misplaced(release: Manifest, kind: PointerKind): string | undefined;
}

/** What a rollback acts in. Nothing is left for `post`: there is no way but back. */
export type RollbackContext = Omit<Context<Ports>, 'remember'>;

/** What the ports are made of. */
export interface Means extends SiteClients {
  readonly exchange: Exchange;
}

/** The ports over AWS and over the site. */
export function portsOver(
  means: Means,
  { bucket, app, pointer: choice }: Pick<Desired, 'bucket' | 'app'> & { readonly pointer: PointerChoice },
  clock: Clock,
  first: Patience,
): Ports {
  const { cloudfront, exchange } = means;
  const sites = sitesOnAws(means, bucket, clock);
  const chosen: Chosen = { distributionId: app, choice };
  let looked: ReturnType<typeof readDistribution> | undefined;
  const distribution = (patience: Patience) => {
    const { signal = new AbortController().signal } = patience;
    // The pointer and its site are looked for at the same time, by one request.
    looked ??= readDistribution(patient(cloudfront, patience, clock), app, signal);
    return looked;
  };
  const over = (patience: Patience, owner?: string): Ports => {
    const { releases, history, pointer } = sites(patience, owner);
    return {
      app: pointer(chosen, () => distribution(patience)),
      releases,
      history,
      exchange,
      async site() {
        const found = await distribution(patience);
        const [url] = found.is === 'read' ? addressesOf(found.value) : [];
        const config = found.is === 'read' ? found.value.config : undefined;
        return {
          account: accountOf(found),
          url,
          misplaced: (release, kind) => misplaced(release, { kind, config, bucket }),
        };
      },
      under: (next) => over(next, owner),
      ownedBy: (account) => over(patience, account),
    };
  };
  return over(first);
}
