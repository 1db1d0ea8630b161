import type { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
// Signs by SigV4a, which the data plane asks for; the SDK takes it if it was imported, and fails at the first call otherwise.
import '@aws-sdk/signature-v4a';

/**
 * Has a client of the data plane of key value stores use an endpoint that it is given as it is. AWS's own endpoint has the account in its
 * name, and so the SDK would put it before any other one, too.
 */
export function withGivenEndpoint(client: CloudFrontKeyValueStoreClient): CloudFrontKeyValueStoreClient {
  const { endpointProvider: endpointOf, httpAuthSchemeProvider: schemesOf } = client.config;
  const own: Pick<typeof client.config, 'endpointProvider' | 'httpAuthSchemeProvider'> = {
    endpointProvider: ({ Endpoint, ...rest }, context) => {
      const usual = endpointOf(rest, context);
      return Endpoint ? { ...usual, url: new URL(Endpoint) } : usual;
    },
    httpAuthSchemeProvider: (parameters) => schemesOf({ ...parameters, Endpoint: undefined } as typeof parameters),
  };
  Object.assign(client.config, own);
  return client;
}
