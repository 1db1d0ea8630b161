import type * as sdk from '@aws-sdk/client-ecr';
import { sessionOf, tokenOf } from '../../../kernel/wire/registry-token.ts';
import { operation } from '../operation.ts';

/** "The authorization token is valid for 12 hours" (API reference, GetAuthorizationToken). */
const lifetime = 12 * 3_600_000;

/**
 * A token of each registry. On AWS one token opens every registry that its principal may use, and `proxyEndpoint` is the host of
 * the registry; here all registries are behind one address, so the token itself says which of them it opens: that of its
 * account, in the Region that was asked. Whether a token outlives the session that asked for it is not known; here it does not.
 */
export const authorizationOperations = {
  GetAuthorizationToken: operation<sdk.GetAuthorizationTokenRequest, sdk.GetAuthorizationTokenResponse>(
    'GetAuthorizationToken',
    {
      takes: ['registryIds'],
      // The Service Authorization Reference has no resource for it.
      resource: () => '*',
      run(call, { registryIds = [call.account] }) {
        const expiresAt = call.clock.now() + lifetime;
        return {
          authorizationData: registryIds.map((registryAccount) => ({
            authorizationToken: tokenOf({
              accessKeyId: call.accessKeyId,
              sessionToken: sessionOf(call.headers),
              registryAccount,
              region: call.region,
              expiresAt,
            }),
            expiresAt: new Date(expiresAt),
            proxyEndpoint: call.endpoint,
          })),
        };
      },
    },
  ),
};
