import { AwsError } from './errors.ts';
import type { Protocol } from './protocol.ts';
import { type Flaw, InvalidRequest } from './wire/invalid.ts';

/** Why a request's signature is not accepted; `late` is a presigned URL whose time is over, `skewed` a client's wrong clock. */
export type CredentialFlaw = 'missing' | 'expired' | 'unknown' | 'late' | 'skewed';

/** The errors that AWS gives before an operation sees a request. They differ by protocol, and for S3. */
export interface Refusals {
  invalid(flaws: readonly Flaw[]): AwsError;
  unknownOperation(named: string): AwsError;
  credential(flaw: CredentialFlaw): AwsError;
  /** `action` is the one that is lacking, such as `lambda:UpdateAlias`. */
  denied(message: string, action: string): AwsError;
  throttled(): AwsError;
  failed(): AwsError;
  unavailable(): AwsError;
}

/** Errors of a service: those of its protocol, except where it has its own. */
export function refusalsOf(
  service: { readonly protocol: Protocol; readonly refusals?: Partial<Refusals> } | undefined,
): Refusals {
  return { ...byProtocol(service?.protocol ?? 'rest-json'), ...service?.refusals };
}

function byProtocol(protocol: Protocol): Refusals {
  if (protocol === 'query') return query;
  return protocol === 'rest-json' || protocol === 'rest-xml' ? rest : json;
}

// AWS says by how much; SDKs look for the first two words, and correct their clock by the answer's Date.
const skewed = 'Signature expired or not yet current: the clock of the client is more than 5 minutes off.';

/** Status and codes of REST services: https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html */
const rest: Refusals = {
  invalid: (flaws) => invalid(flaws, 'ValidationException'),
  unknownOperation: (named) => new AwsError('UnknownOperationException', 404, `There is no operation for ${named}`),
  credential: (flaw) =>
    ({
      missing: new AwsError('MissingAuthenticationTokenException', 403, 'Missing Authentication Token'),
      expired: new AwsError('ExpiredTokenException', 403, 'The security token included in the request is expired'),
      late: new AwsError('InvalidSignatureException', 403, 'Signature expired'),
      skewed: new AwsError('InvalidSignatureException', 403, skewed),
      unknown: new AwsError(
        'UnrecognizedClientException',
        403,
        'The security token included in the request is invalid.',
      ),
    })[flaw],
  denied: (message) => new AwsError('AccessDeniedException', 403, message),
  throttled: () => new AwsError('ThrottlingException', 429, 'Rate exceeded'),
  failed: () => new AwsError('InternalFailure', 500, 'The request processing has failed because of an unknown error.'),
  unavailable: () =>
    new AwsError(
      'ServiceUnavailableException',
      503,
      'The request has failed due to a temporary failure of the server.',
    ),
};

/** AWS JSON services answer 400 to all of these: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/CommonErrors.html */
const json: Refusals = {
  invalid: (flaws) => invalid(flaws, 'ValidationException'),
  unknownOperation: (named) => new AwsError('UnknownOperationException', 400, `There is no operation for ${named}`),
  credential: (flaw) =>
    ({
      missing: new AwsError('MissingAuthenticationTokenException', 400, 'Missing Authentication Token'),
      expired: new AwsError('ExpiredTokenException', 400, 'The security token included in the request is expired'),
      late: new AwsError('InvalidSignatureException', 400, 'Signature expired'),
      skewed: new AwsError('InvalidSignatureException', 400, skewed),
      unknown: new AwsError(
        'UnrecognizedClientException',
        400,
        'The security token included in the request is invalid.',
      ),
    })[flaw],
  denied: (message) => new AwsError('AccessDeniedException', 400, message),
  throttled: () => new AwsError('ThrottlingException', 400, 'Rate exceeded'),
  failed: () => new AwsError('InternalFailure', 500, 'The request processing has failed because of an unknown error.'),
  unavailable: () =>
    new AwsError(
      'ServiceUnavailableException',
      503,
      'The request has failed due to a temporary failure of the server.',
    ),
};

/** https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
const query: Refusals = {
  invalid: (flaws) => invalid(flaws, 'ValidationError', 'MalformedInput'),
  unknownOperation: (named) => new AwsError('InvalidAction', 400, `Could not find operation ${named}`),
  credential: (flaw) =>
    ({
      missing: new AwsError('MissingAuthenticationToken', 403, 'Request is missing Authentication Token'),
      expired: new AwsError('ExpiredToken', 403, 'The security token included in the request is expired'),
      unknown: new AwsError('InvalidClientTokenId', 403, 'The security token included in the request is invalid.'),
      late: new AwsError('SignatureDoesNotMatch', 403, 'Signature expired'),
      skewed: new AwsError('SignatureDoesNotMatch', 403, skewed),
    })[flaw],
  denied: (message) => new AwsError('AccessDenied', 403, message),
  throttled: () => new AwsError('Throttling', 400, 'Rate exceeded'),
  failed: () => new AwsError('InternalFailure', 500, 'The request processing has failed because of an unknown error.'),
  unavailable: () =>
    new AwsError('ServiceUnavailable', 503, 'The request has failed due to a temporary failure of the server.'),
};

/** AWS's validators report all that is missing in one sentence; its parsers stop at the first wrong type. */
function invalid(flaws: readonly Flaw[], validation: string, serialization = 'SerializationException'): AwsError {
  const wrong = flaws.find(({ kind }) => kind !== 'missing');
  if (wrong) return new AwsError(serialization, 400, wrong.message);
  const found = flaws.map(
    ({ path }) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  );
  const count = `${found.length} validation error${found.length === 1 ? '' : 's'} detected`;
  return new AwsError(validation, 400, `${count}: ${found.join('; ')}`);
}

/** Anything but an AwsError is a mistake of ours: it is answered as AWS's own failures are, and says so. */
export function asAwsError(error: unknown, refusals: Refusals): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof InvalidRequest) return refusals.invalid(error.flaws);
  const { code, status } = refusals.failed();
  return new AwsError(
    code,
    status,
    `The local cloud failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}
