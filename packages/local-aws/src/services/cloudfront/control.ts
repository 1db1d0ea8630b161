import type { EdgeAddresses, EdgeServers } from './edge/servers.ts';
import { type CloudFrontPlace, distributionOf } from './place.ts';
import type { Pace } from './state.ts';

/** What a test can arrange beyond AWS's API, reached as `cloudfront.<method>` of the control API. */
export const control = (servers: EdgeServers) => ({
  /** Sets how long what happens by itself takes, in milliseconds of the local clock; what is left out stays. Returns all. */
  pace({ state }: CloudFrontPlace, change: Partial<Pace> = {}): Pace {
    state.pace = { ...state.pace, ...change };
    return state.pace;
  },

  /** Where viewers find a distribution on this machine, by HTTP: the location that is near to them, and each edge host. */
  edges(place: CloudFrontPlace, { distributionId }: { readonly distributionId: string }): Promise<EdgeAddresses> {
    return servers.open(place, distributionOf(place, distributionId).id);
  },
});
