import * as sdk from '@aws-sdk/client-cloudfront-keyvaluestore';
import type { Place, Service } from '../../kernel/service.ts';
import { keyOperations } from './operations.ts';
import type { KeyValueState, Pace, StoreVersion } from './state.ts';
import { newVersion } from './stores.ts';

/** The data plane of CloudFront KeyValueStore: keys, by an API of its own. Stores are made and named by CloudFront. */
export function keyValueStore(): Service<KeyValueState> {
  return {
    name: 'cloudfront-keyvaluestore',
    controlName: 'keyvaluestore',
    protocol: 'rest-json',
    sdk,
    scope: 'partition',
    initialState: () => ({ stores: new Map(), pace: { read: 2_000, seed: 1 } }),
    operations: keyOperations as unknown as Service<KeyValueState>['operations'],
    control: {
      /** Sets how long what happens by itself takes; what is left out stays. Returns all. */
      pace({ state }: Place<KeyValueState>, change: Partial<Pace> = {}): Pace {
        state.pace = { ...state.pace, ...change };
        return state.pace;
      },

      /** All that a store held, the newest last: what the journal does not show, as AWS's model calls values sensitive. */
      history({ state }: Place<KeyValueState>, { arn }: { readonly arn: string }): readonly StoreVersion[] {
        return state.stores.get(arn)?.versions ?? [];
      },
    },
  };
}

/** Makes an empty store, which is ready at a time; for CloudFront. */
export function makeStore(place: Place<KeyValueState>, arn: string, ready: number): void {
  const created = place.clock.now();
  const first = { ...newVersion(place, created, {}), shown: created };
  place.state.stores.set(arn, { created, ready, versions: [first], refused: 0 });
}
