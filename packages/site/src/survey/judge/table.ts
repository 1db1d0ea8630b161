import type { PointerKind } from '../../pointer/pointer.ts';

/** What a verdict means for a run. */
export type Level =
  /** Nothing may be staged or promoted. */
  | 'red'
  /** Could not be looked at: as bad as red, for silence is no good news. */
  | 'unread'
  /** A person should look at it. */
  | 'warning'
  /** Told, and no more. */
  | 'listed';

/** Who asks: staging and promoting wait by themselves for what a check on its own must call unfinished. */
export type Purpose = 'check' | 'stage' | 'promote';

/** What a verdict means, and what to do. */
export interface Row {
  /** One level, or one for each kind of pointer or purpose that has another one. */
  readonly level: Level | { readonly usual: Level; readonly except: Partial<Record<PointerKind | Purpose, Level>> };
  /** What is looked at, in a word or two: rows of one subject stand together in a summary. */
  readonly subject: string;
  /** What to do, as sentences. */
  readonly remedy: string;
}

/** Every verdict that there is, with its remedy. What is found beside it names the thing and the value. */
export const VERDICTS = {
  'not-read': {
    level: 'unread',
    subject: 'Access',
    // Each of them has its own: the permission that is missing, or what else kept it from being read.
    remedy: '',
  },

  'no-distribution': {
    level: 'red',
    subject: 'Distribution',
    remedy:
      'Correct the id, which usually comes from a secret or a variable of the environment, or assume a role of the account that has the distribution.',
  },
  'same-distribution': {
    level: 'red',
    subject: 'Distribution',
    remedy: 'Give each site a distribution of its own: TEST serves the candidate, which users of APP must not meet.',
  },
  disabled: { level: 'red', subject: 'Distribution', remedy: 'Enable the distribution: nothing can be proved on it.' },
  'not-deployed': {
    level: { usual: 'red', except: { stage: 'listed', promote: 'listed' } },
    subject: 'Distribution',
    remedy: 'Wait until its status is Deployed, which takes minutes: some edges still have the configuration before.',
  },
  'unknown-status': {
    level: 'red',
    subject: 'Distribution',
    remedy: 'Look at the distribution in the console; this version knows the states InProgress and Deployed.',
  },
  'staging-distribution': {
    level: 'red',
    subject: 'Distribution',
    remedy:
      'Name a distribution of its own: a staging distribution has no address, and CloudFront sends its requests to the primary one when it is busy.',
  },
  'continuous-deployment': {
    level: 'red',
    subject: 'Distribution',
    remedy:
      'Take the continuous deployment policy off the distribution: a share of the requests would go past the pointer, to a staging distribution.',
  },
  'tenant-only': {
    level: 'red',
    subject: 'Distribution',
    remedy:
      'Use a distribution with the connection mode `direct`: one for tenants only answers at no domain of its own.',
  },
  'unknown-mode': {
    level: 'red',
    subject: 'Distribution',
    remedy: 'This version knows the connection modes direct and tenant-only: look for a newer one of this action.',
  },

  'no-origin': {
    level: 'red',
    subject: 'Origin',
    remedy: 'Have the default behaviour take the files from the bucket.',
  },
  'origin-group': {
    level: 'red',
    subject: 'Origin',
    remedy:
      'Have the default behaviour name one origin: a group has several, of which each had to follow the pointer at the same moment.',
  },
  'website-endpoint': {
    level: 'red',
    subject: 'Origin',
    remedy:
      'Make the origin the bucket itself, by its regional name, with an origin access control: a website endpoint works for public buckets only, so that visitors can go past the pointer.',
  },
  'global-endpoint': {
    level: 'warning',
    subject: 'Origin',
    remedy: 'Name the bucket with its region: S3 may answer the global name by a redirect, which a visitor would get.',
  },
  'other-bucket': {
    level: 'red',
    subject: 'Origin',
    remedy:
      'Correct `bucket`, or the origin of the default behaviour: releases are uploaded to the one, and read from the other.',
  },
  'second-origin': {
    level: 'warning',
    subject: 'Origin',
    remedy:
      'Have the behaviour use the same origin as the default one if its files come with a release: through another origin they do not follow the pointer.',
  },
  'no-assets-behaviour': {
    level: 'warning',
    subject: 'Origin',
    remedy:
      'Give the site an origin of the bucket with the origin path `/assets`, and a behaviour for it, such as `assets/*`, without a function, as examples/infrastructure/frontend does. Then hashed files are there for open tabs although the store cannot be read, and no function runs for them. It must fit hashed files alone.',
  },
  'not-reached': {
    level: { usual: 'red', except: { stage: 'warning', promote: 'warning' } },
    subject: 'Origin',
    remedy:
      'Give the behaviour a pattern that fits hashed files alone, such as `assets/*.js`, the origin path `/assets` and no function; or the function of the default behaviour; or take it out.',
  },
  'shared-files': {
    level: 'warning',
    subject: 'Origin',
    remedy:
      'Both sites read the same files, so that APP shows the candidate with every miss of its cache. Stop `aws s3 sync --delete` and the invalidation that promoted: frontend-stage uploads each build below `r/` and takes TEST there, and the first promotion takes APP. Have the infrastructure code ignore the origin path and the comment of both distributions. Until then a visitor who knows the id of a release can ask APP for it, below `/r/`. Leave the files at the root until open tabs of them are closed.',
  },
  'above-releases': {
    level: 'warning',
    subject: 'Origin',
    remedy:
      'Until the first promotion a visitor who knows the id of a release can ask APP for it, below `/r/`, also for one that is not proved. Where nothing at the root is in use, give the origin a path that has nothing, such as /none, before a release is staged.',
  },
  'past-pointer': {
    level: 'red',
    subject: 'Origin',
    remedy:
      'A visitor can ask it for any release, below `/r/`, also for one that is not proved. Give the behaviour the origin of the default one, and under a store its function; or a pattern that no path below `/r/` fits.',
  },
  'other-path': {
    level: 'listed',
    subject: 'Origin',
    remedy:
      'The path names no release. The first move of the pointer replaces it; have the infrastructure code ignore it.',
  },

  'no-store': {
    level: 'red',
    subject: 'Pointer',
    remedy:
      'Give the site a function with a store of its own, published and associated with the default behaviour for viewer requests, as examples/infrastructure/frontend does; or use `pointer: origin-path` for both sites.',
  },
  'other-function': {
    level: 'red',
    subject: 'Pointer',
    remedy:
      'Publish `site.js` of this version for both sites, with its name in it where you have added to it: paths would not be looked up in the release. Where the store is for something else, use `pointer: origin-path`.',
  },
  'same-store': {
    level: 'red',
    subject: 'Pointer',
    remedy: 'Give each site a function and a store of its own: what stages a release for TEST would move APP.',
  },
  'other-value': {
    level: 'warning',
    subject: 'Pointer',
    remedy:
      'Another hand wrote it. The first move of the pointer replaces it; have the infrastructure code leave the key alone.',
  },
  'path-under-store': {
    level: 'red',
    subject: 'Pointer',
    remedy: 'Empty the origin path: it is put before the path that the function finds, so that no file would be found.',
  },

  'no-bucket': { level: 'red', subject: 'Bucket', remedy: 'Correct `bucket`, or create it.' },
  'other-owner': {
    level: 'red',
    subject: 'Bucket',
    remedy: 'Use a bucket of the account that has the distributions: another account could change what users get.',
  },
  'other-region': {
    level: 'red',
    subject: 'Bucket',
    remedy: 'Give aws-actions/configure-aws-credentials the region of the bucket as `aws-region`; CloudFront has none.',
  },
  'no-access-control': {
    level: 'red',
    subject: 'Bucket',
    remedy:
      'Give the origin an origin access control that signs always, and allow the distribution in the bucket’s policy: without it CloudFront can read public buckets only.',
  },
  'access-identity': {
    level: 'warning',
    subject: 'Bucket',
    remedy:
      'Replace the origin access identity by an origin access control, as AWS recommends. Whether the bucket’s policy allows the identity is not judged here.',
  },
  'access-control-gone': {
    level: 'red',
    subject: 'Bucket',
    remedy: 'Give the origin an origin access control that exists.',
  },
  'not-signed': {
    level: 'red',
    subject: 'Bucket',
    remedy:
      'Have the origin access control sign always, by sigv4, for an origin of type s3: S3 refuses other requests.',
  },
  'signs-not-always': {
    level: 'warning',
    subject: 'Bucket',
    remedy: 'Have the origin access control sign always: a visitor’s own Authorization header goes to S3 otherwise.',
  },
  'not-allowed-by-bucket': {
    level: 'red',
    subject: 'Bucket',
    remedy:
      'Allow the service cloudfront.amazonaws.com `s3:GetObject` on all objects of the bucket, where `AWS:SourceArn` is the ARN of the distribution.',
  },
  'open-to-distributions': {
    level: 'warning',
    subject: 'Bucket',
    remedy:
      'Name both distributions by `AWS:SourceArn` in the bucket’s policy: as it is, any distribution may read the bucket.',
  },
  'public-bucket': {
    level: 'warning',
    subject: 'Bucket',
    remedy:
      'Take the statement out of the bucket’s policy, and block public access: visitors could read releases that no pointer names yet, past CloudFront.',
  },
  'policy-not-understood': {
    level: 'warning',
    subject: 'Bucket',
    remedy: 'See to it that the statement does not refuse CloudFront: its condition is not judged here.',
  },
  'missing-is-403': {
    level: 'listed',
    subject: 'Bucket',
    remedy: 'Allow the distribution `s3:ListBucket` as well, if a missing file must answer 404.',
  },

  'no-root-object': {
    level: 'warning',
    subject: 'Pages',
    remedy:
      'Set the default root object, such as index.html, or have a function rewrite `/`: S3 has no object of that name.',
  },
  'error-page-200': {
    level: { usual: 'warning', except: { 'key-value-store': 'red' } },
    subject: 'Pages',
    remedy:
      'A missing file answers as a page does. Where that routes a single-page app, leave it: smoke tests require of every asset its type and its hash. Else take the error page out, or give it the status 404.',
  },
  'min-ttl': {
    level: 'warning',
    subject: 'Cache',
    remedy:
      'Set the minimum TTL to 0, or to 1 second: with a longer one an edge keeps pages although they say `no-cache`.',
  },
  'error-ttl': {
    level: 'warning',
    subject: 'Cache',
    remedy:
      'Set the error caching minimum TTL to 10 seconds or less: an edge goes on answering that a file is missing after it is there.',
  },
  'policy-gone': {
    level: 'red',
    subject: 'Cache',
    remedy: 'Look at the behaviour in the console: AWS does not delete a policy that is in use.',
  },

  'other-distribution': {
    level: 'red',
    subject: 'Domain',
    remedy:
      'Correct `test-url` or `app-url`, or have the domain lead to the distribution: what is proved and watched there would be another site.',
  },
  'other-answers': {
    level: 'red',
    subject: 'Domain',
    remedy:
      'Point the domain to the distribution, and give it the alias: what is proved there would be another site, or users would not meet what is promoted.',
  },
  'not-cloudfront': {
    level: 'red',
    subject: 'Domain',
    remedy: 'Point the domain to the distribution: neither the answer nor its headers are CloudFront’s.',
  },
  'other-release': {
    level: 'red',
    subject: 'Domain',
    remedy:
      'Look at where the domain points to, and for a cache between it and CloudFront: the pointer says another release. Where a move is under way, wait until it has ended.',
  },
  'not-told': {
    level: 'listed',
    subject: 'Domain',
    remedy: 'Which release answers can be told once one is staged and promoted.',
  },
  'refused-visit': {
    level: 'unread',
    subject: 'Domain',
    remedy: 'Hand over what opens the site in `headers`, as an Authorization header from a secret.',
  },

  'precaches-unhashed': {
    level: 'warning',
    subject: 'Service worker',
    remedy:
      'While a pointer spreads, a worker may keep a page of one release and another file of its neighbour until the next release. Precache hashed files only, and fetch pages from the network first; or accept it.',
  },
  'release-gone': {
    // Another release is what repairs the site.
    level: { usual: 'red', except: { stage: 'warning', promote: 'warning' } },
    subject: 'Release',
    remedy: 'Stage a release, or point the site to one that is there: the bucket has no manifest of it.',
  },

  'setting-differs': {
    level: 'red',
    subject: 'TEST is like APP',
    remedy: 'Give both distributions the same: what is proved on TEST says nothing of APP otherwise.',
  },
  'setting-unknown': {
    level: 'red',
    subject: 'TEST is like APP',
    remedy:
      'Give both distributions the same. This version does not know the setting, and so not whether visitors would notice.',
  },
  'function-differs': {
    level: 'red',
    subject: 'TEST is like APP',
    remedy:
      'Run the same code on both. Where TEST asks for a password, have one function do so by the Host header, or a web ACL.',
  },
  'only-on-test': {
    level: 'listed',
    subject: 'TEST is like APP',
    remedy:
      'Taken for what keeps visitors and search engines out of TEST. If it rewrites paths or answers, APP needs it, too.',
  },
  'setting-listed': {
    level: 'listed',
    subject: 'TEST is like APP',
    remedy: 'Sites may differ in it.',
  },
} as const satisfies Readonly<Record<string, Row>>;

/** The stable name of a verdict. */
export type VerdictName = keyof typeof VERDICTS;
