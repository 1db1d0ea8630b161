import { oneLine, UserError } from '@actions-aws/action';
import type { Answer, BrokenOffError } from '@actions-aws/action/http';
import { HUB_API } from './host.ts';
import type { Followed } from './transport/follow.ts';
import { mayPass } from './transport/insist.ts';

/** What was being done when a request failed, in words that the message and its remedy are made of. */
export interface Doing {
  /** Such as `read the manifest of ghcr.io/team/api:1.2.3`. */
  readonly doing: string;
  /** The IAM action that it needs in ECR, such as `ecr:BatchGetImage`. */
  readonly ecrAction: string;
  /** Whether it writes: other permissions are needed for that. */
  readonly writes?: boolean;
}

/** Whose answer it is. */
export interface Party {
  /** Such as `ghcr.io`. */
  readonly host: string;
  readonly isEcr: boolean;
}

/** Errors in the form of the API. Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes */
export interface RegistryError {
  readonly code: string;
  readonly message: string;
}

/** A registry's own words for an image, or a repository, that is not there. */
const NOT_FOUND = [
  'MANIFEST_UNKNOWN',
  'NAME_UNKNOWN',
  // Harbor's: https://github.com/goharbor/harbor/issues/16515
  'NOT_FOUND',
];

/** The errors in an answer; none where it is not in the form of the API. */
export function errorsIn(body: Buffer): readonly RegistryError[] {
  try {
    const { errors } = JSON.parse(body.toString()) as { readonly errors?: unknown };
    if (!Array.isArray(errors)) return [];
    return errors.map((error: { readonly code?: unknown; readonly message?: unknown } | null) => ({
      code: typeof error?.code === 'string' ? error.code : '',
      message: typeof error?.message === 'string' ? error.message : '',
    }));
  } catch {
    return [];
  }
}

/** Whether an answer is the registry's own word that there is no such image, or no such repository. */
export function isNotFound({ status, body }: Answer): boolean {
  const errors = status === 404 ? errorsIn(body) : [];
  return errors.length > 0 && errors.every(({ code }) => NOT_FOUND.includes(code));
}

/** Says why an answer is none, and what to do about it. */
export function explainAnswer(party: Party, answer: Followed, what: Doing): UserError {
  const { doing } = what;
  const { host } = party;
  const { status } = answer;
  const said = saidIn(answer);
  if ((status === 401 || status === 403) && answer.from.host !== host) {
    return new UserError(`Could not ${doing}: ${host} sends to ${answer.from.host}, which refuses. ${said}`, {
      hint: `Run the job again; if this stays, let the runner reach ${answer.from.host}, past proxies and endpoints of a private network.`,
      code: 'unavailable',
    });
  }
  if (status === 401) {
    return new UserError(`Could not ${doing}: ${host} wants a login, or refused the one it got. ${said}`, {
      hint: loginHint(party, what),
      code: 'credentials-invalid',
    });
  }
  if (status === 403) {
    return new UserError(`Not allowed to ${doing}. ${said}`, {
      hint: loginHint(party, what),
      code: 'not-allowed',
    });
  }
  if (status === 429) {
    return new UserError(`Could not ${doing}: ${host} kept saying that there are too many requests. ${said}`, {
      hint: 'Log in with docker/login-action before this step, as anonymous requests have the lowest limit; or run the job again later.',
      code: 'unavailable',
    });
  }
  if (mayPass(status)) {
    return new UserError(`Could not ${doing}: ${host} kept failing. ${said}`, {
      hint: 'Run the job again.',
      code: 'unavailable',
    });
  }
  // A redirect comes here where it does not say where to, or where a request that writes may not follow it.
  if ((status === 404 && errorsIn(answer.body).length === 0) || (status >= 300 && status < 400)) {
    return new UserError(`Could not ${doing}: the answer ${status} of ${host} is not that of a registry. ${said}`, {
      hint: 'Check the name of the image, and whether a proxy or a sign-in page answers for the registry.',
      code: 'not-a-registry',
    });
  }
  return new UserError(`Could not ${doing}. ${said}`, { hint: 'Check the name of the image.' });
}

/** Codes of a certificate whose authority Node does not know. Source: https://nodejs.org/docs/latest-v24.x/api/tls.html#x509-certificate-error-codes */
const UNKNOWN_AUTHORITY = /SELF_SIGNED|^UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)|^CERT_UNTRUSTED$/;

/** Says why no answer came, and what to do about it. */
export function unreachable(url: URL, error: BrokenOffError, { doing }: Doing): UserError {
  const { code = '' } = (error.cause ?? {}) as { readonly code?: string };
  if (code === 'ERR_PROXY_TUNNEL') {
    return new UserError(`Could not ${doing}: the proxy did not let the request through. ${error.message}`, {
      hint: `Correct HTTPS_PROXY, or have the proxy let it through, or name ${url.hostname} in NO_PROXY.`,
      cause: error,
    });
  }
  return new UserError(`Could not ${doing}: no answer came from ${url.host}. ${oneLine(error.message)}`, {
    hint: UNKNOWN_AUTHORITY.test(code)
      ? 'If it is the right host, have the step trust its authority: `NODE_EXTRA_CA_CERTS` in `env:`, with the path of the certificate in PEM.'
      : 'Check the host in the name of the image, and run the job again.',
    code: 'unavailable',
    cause: error,
  });
}

/** Says that an answer cannot be what was asked for. */
export function unusable(from: URL | string, what: string, { doing }: Doing): UserError {
  const host = typeof from === 'string' ? from : from.host;
  return new UserError(`Could not ${doing}: the answer of ${host} cannot be used. ${oneLine(what).slice(0, 300)}.`, {
    hint: 'Check the name of the image, and whether a proxy changes what the registry answers.',
    code: 'not-a-registry',
  });
}

function loginHint({ host, isEcr }: Party, { ecrAction, writes = false }: Doing): string {
  if (isEcr) {
    return `Allow \`${ecrAction}\` for the repository in the role's policy, and in the repository's own policy where it is another account's; assume the role right before this step.`;
  }
  if (host === 'ghcr.io') {
    return `Log in with docker/login-action before this step, give the job \`permissions: packages: ${writes ? 'write' : 'read'}\`, and give this repository access to the package. Where nothing was ever pushed, push a first image by hand: GitHub may refuse to say that there is none.`;
  }
  // A name without a host is Docker Hub's, also where it was meant for another registry.
  const isHub = host === HUB_API;
  const meant = isHub
    ? ' If ECR is meant, write the whole name: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/NAME`.'
    : '';
  return `Log in to ${isHub ? 'Docker Hub' : host} with docker/login-action before this step, as a user that may ${writes ? 'push to' : 'pull from'} the repository. Where nothing was ever pushed, create the repository first: some registries, such as Docker Hub, answer the same for one that is not there.${meant}`;
}

/** What the registry said, on one line and no longer than that. */
function saidIn({ status, headers, body }: Answer): string {
  const errors = errorsIn(body).map(({ code, message }) => (message === '' ? code : `${code}: ${message}`));
  const form = headers['content-type'];
  const words = errors.length > 0 ? errors.join('; ') : form ? `(content type ${form})` : '(without a content type)';
  return `It said ${status} ${oneLine(words).slice(0, 300)}`.trimEnd();
}
