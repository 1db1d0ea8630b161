import type { HttpRequest } from '@actions-aws/checks';

/**
 * The event by which API Gateway's HTTP APIs, and function URLs, bring a request to a function: payload format 2.0.
 * The time is a fixed one, so that the same check is the same event in every run.
 *
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function httpEvent(request: HttpRequest): unknown {
  const [path = '/', query = ''] = split(request.target, '?');
  const isJson = request.body !== undefined && typeof request.body !== 'string';
  const headers = {
    host: 'smoke.test',
    'user-agent': 'lambda-promote',
    ...(isJson && { 'content-type': 'application/json' }),
    ...Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value])),
  };
  const parameters = parametersOf(query);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers,
    ...(Object.keys(parameters).length > 0 && { queryStringParameters: parameters }),
    requestContext: {
      accountId: 'anonymous',
      apiId: 'smoke',
      domainName: 'smoke.test',
      domainPrefix: 'smoke',
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: headers['user-agent'],
      },
      requestId: 'smoke',
      routeKey: '$default',
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 1_767_225_600_000,
    },
    ...(request.body !== undefined && { body: isJson ? JSON.stringify(request.body) : request.body }),
    isBase64Encoded: false,
  };
}

/** Values of a name that is given more than once are joined by commas, as API Gateway does. */
function parametersOf(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  }
  return parameters;
}

function split(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}
