import { AwsError } from '../../../kernel/errors.ts';
import type { Refusals } from '../../../kernel/refusals.ts';

/** An error of OCI's: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes */
export function registryError(code: string, status: number, message: string): AwsError {
  return new AwsError(code, status, message);
}

/** An error that has text instead of a document; the code is for the journal alone. */
function asText(code: string, status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
  return new AwsError(code, status, message, { 'content-type': 'text/plain; charset=utf-8', ...headers });
}

/**
 * What ECR's API refuses, as its registry says it: codes and statuses with their sources where one is known. TAG_INVALID's
 * status is not, nor is that of a layer that cannot be had; both are what OCI has for their like.
 */
const translated: Readonly<Record<string, readonly [code: string, status: number]>> = {
  // plexsystems/sinker#55
  RepositoryNotFoundException: ['NAME_UNKNOWN', 404],
  // google/go-containerregistry#1862
  ImageNotFoundException: ['MANIFEST_UNKNOWN', 404],
  // osscontainertools/kaniko#204
  ImageTagAlreadyExistsException: ['TAG_INVALID', 400],
  // int128/docker-manifest-create-action#63: "manifest blob unknown"
  LayersNotFoundException: ['MANIFEST_BLOB_UNKNOWN', 404],
  ReferencedImagesNotFoundException: ['MANIFEST_BLOB_UNKNOWN', 404],
  ImageDigestDoesNotMatchException: ['DIGEST_INVALID', 400],
  InvalidLayerException: ['DIGEST_INVALID', 400],
  UploadNotFoundException: ['BLOB_UPLOAD_UNKNOWN', 404],
  LayerInaccessibleException: ['BLOB_UNKNOWN', 404],
  // regclient/regclient#709, opcr-io/policy#149
  InvalidParameterException: ['UNSUPPORTED', 405],
  AccessDeniedException: ['DENIED', 403],
};

/** An error of ECR's API as its registry says it. */
export function asRegistryError(error: unknown): unknown {
  if (!(error instanceof AwsError)) return error;
  const found = translated[error.code];
  return found ? registryError(found[0], found[1], error.message) : error;
}

/** S3's words for a presigned link with credentials beside it (open-policy-agent/opa#6728): clients drop theirs when led elsewhere. */
export function twoMechanisms(): AwsError {
  const message =
    'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified';
  return asText('InvalidArgument', 400, message);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList */
export function rangeNotSatisfiable(size: number): AwsError {
  return asText('InvalidRange', 416, 'The requested range is not satisfiable', { 'content-range': `bytes */${size}` });
}

/** What S3 refuses of a link; that its errors are XML is left out. */
export const layerRefusals: Partial<Refusals> = {
  credential: (flaw) => {
    const isOver = flaw === 'late' || flaw === 'expired';
    return asText('AccessDenied', 403, isOver ? 'Request has expired' : 'Access Denied');
  },
  throttled: () => asText('SlowDown', 503, 'Please reduce your request rate.'),
  failed: () => asText('InternalError', 500, 'We encountered an internal error. Please try again.'),
  unavailable: () => asText('ServiceUnavailable', 503, 'Service is unable to handle request.'),
};

/** What is refused before an operation sees a request. `endpoint` is asked late, as the port is known only later. */
export function registryRefusals(endpoint: () => string): Refusals {
  return {
    // Only numbers can be of a wrong type.
    invalid: (flaws) => registryError('UNSUPPORTED', 405, flaws.map(({ message }) => message).join('; ')),
    // As Go's server says it, for what is no path of the registry's (aws/containers-roadmap#1229).
    unknownOperation: () => asText('NOT_FOUND', 404, '404 page not found'),
    credential: (flaw) =>
      flaw === 'missing' || flaw === 'unknown'
        ? // NVIDIA/enroot#59, mdlavin/copy-docker-image#5
          asText('UNAUTHORIZED', 401, 'Not Authorized', {
            'www-authenticate': `Basic realm="${endpoint()}/",service="ecr.amazonaws.com"`,
          })
        : // "denied: Your authorization token has expired", as Docker shows it (https://docs.aws.amazon.com/AmazonECR/latest/userguide/common-errors-docker.html)
          registryError('DENIED', 403, 'Your authorization token has expired. Reauthenticate and try again.'),
    // ministryofjustice/cloud-platform#7245
    denied: (message) => registryError('DENIED', 403, message),
    // "TOOMANYREQUESTS: Rate exceeded": https://docs.aws.amazon.com/AmazonECR/latest/userguide/common-errors-docker.html
    throttled: () => registryError('TOOMANYREQUESTS', 429, 'Rate exceeded'),
    failed: () => registryError('UNKNOWN', 500, 'The request processing has failed because of an unknown error.'),
    unavailable: () => asText('UNAVAILABLE', 503, 'Service Unavailable'),
  };
}
