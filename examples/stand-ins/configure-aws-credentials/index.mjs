import { exportVariable, fail, flag, input, introduce, mask, output } from '../runner.mjs';

introduce('exchanges a token of the local GitHub for credentials of the local cloud');

const region = input('aws-region');
if (!/^[a-z]{2}(-[a-z]+)+-\d+$/.test(region)) fail(`Region is not valid: ${region}`);
const role = input('role-to-assume');
const given = { key: input('aws-access-key-id'), secret: input('aws-secret-access-key') };

try {
  await (given.key ? withKey() : withToken());
} catch (error) {
  fail(error.message);
}

/** Credentials of a user, from secrets. */
async function withKey() {
  if (role) throw new Error('A role that is assumed with an access key is not imitated here: use a token of GitHub.');
  keep({ ...given, token: input('aws-session-token') });
}

async function withToken() {
  if (!role) throw new Error('Could not determine how to assume credentials. Please check your inputs and try again.');
  const token = await idToken();
  let answer;
  try {
    answer = await exchange(token);
  } catch (error) {
    throw new Error(`Could not assume role with OIDC: ${error.message}`);
  }
  const [account = ''] = /(?<=:)\d{12}(?=:)/.exec(answer('Arn')) ?? [];
  const allowed = input('allowed-account-ids')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
  if (allowed.length > 0 && !allowed.includes(account))
    throw new Error(
      `The account ID of the provided credentials (${account}) does not match any of the expected account IDs: ${allowed.join(', ')}`,
    );
  if (flag('mask-aws-account-id')) mask(account);
  keep({
    key: answer('AccessKeyId'),
    secret: answer('SecretAccessKey'),
    token: answer('SessionToken'),
    ends: answer('Expiration'),
  });
  output('aws-account-id', account);
  console.log(`Authenticated as ${answer('Arn')}, as ${answer('SubjectFromWebIdentityToken')}`);
}

/** A token for this job. act gives all jobs the same address, so it is said which one asks. */
async function idToken() {
  const {
    ACTIONS_ID_TOKEN_REQUEST_URL: address,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
    GITHUB_JOB: job,
  } = process.env;
  const url = `${address}&audience=${encodeURIComponent(input('audience'))}&job=${encodeURIComponent(job)}`;
  const response = await fetch(url, { headers: { authorization: `bearer ${bearer}` } });
  const { value, message } = await response.json();
  // GitHub gives such a job no address to ask at, and the real action says only that.
  if (response.status === 403)
    throw new Error(
      `Credentials could not be loaded, please check your action inputs: Could not load credentials from any providers. (${message})`,
    );
  if (!response.ok) throw new Error(`getIDToken call failed: ${message}`);
  mask(value);
  return value;
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
async function exchange(token) {
  const name = input('role-session-name');
  const policy = input('inline-session-policy');
  const body = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: role,
    RoleSessionName: name,
    WebIdentityToken: token,
    DurationSeconds: input('role-duration-seconds'),
    ...(policy && { Policy: policy }),
  });
  const endpoint = process.env.AWS_ENDPOINT_URL_STS || process.env.AWS_ENDPOINT_URL;
  const response = await fetch(endpoint, { method: 'POST', body });
  const xml = await response.text();
  const text = (tag) =>
    (new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1] ?? '')
      .replaceAll('&apos;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  if (!response.ok) throw new Error(text('Message'));
  return text;
}

/** For all later steps of the job. */
function keep({ key, secret, token, ends }) {
  for (const value of [key, secret, token]) mask(value);
  if (input('output-env-credentials') !== 'false') {
    exportVariable('AWS_REGION', region);
    exportVariable('AWS_DEFAULT_REGION', region);
    exportVariable('AWS_ACCESS_KEY_ID', key);
    exportVariable('AWS_SECRET_ACCESS_KEY', secret);
    exportVariable('AWS_SESSION_TOKEN', token ?? '');
  }
  if (!flag('output-credentials')) return;
  output('aws-access-key-id', key);
  output('aws-secret-access-key', secret);
  output('aws-session-token', token ?? '');
  if (ends) output('aws-expiration', ends);
}
