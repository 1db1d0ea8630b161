import { sharing } from '../../src/index.ts';
import { parseXml } from '../../src/survey/document/xml.ts';
import { isRed, judge } from '../../src/survey/judge/judge.ts';
import { VERDICTS, type VerdictName } from '../../src/survey/judge/table.ts';
import {
  type Answer,
  type FunctionCode,
  policyKey,
  type Reading,
  type Site,
  type Survey,
} from '../../src/survey/survey.ts';
import {
  cachePolicy,
  type Different,
  IDS,
  policyFor,
  RELEASE,
  read,
  refused,
  signing,
  surveyOf,
} from './support/sites.ts';

/** Replaces a text in the documents, of APP alone unless told. */
const replaced =
  (from: string | RegExp, to: string, roles: readonly string[] = ['app']) =>
  (config: string, role: string) => {
    if (!roles.includes(role)) return config;
    const edited = config.replace(from, to);
    if (edited === config) throw new Error(`The document of ${role} has no ${from}.`);
    return edited;
  };
const BOTH = ['test', 'app'];
const ANSWER: Answer = { status: 200, isCloudFront: true, release: RELEASE, distribution: undefined };
const answers = (answer: Partial<Answer>): Partial<Site> => ({
  domains: [{ url: 'https://x.example.com', answer: read({ ...ANSWER, ...answer }) }],
});
const at = (url: string): Partial<Site> => ({
  domains: [{ url, answer: read(ANSWER) }],
});
const atRoot = (survey: Partial<Survey> = {}): Different => ({
  edit: replaced(/\/r\/[0-9a-f]{16}/, '', BOTH),
  test: { release: undefined },
  app: { release: undefined },
  survey,
});
const worker = (text: string): Partial<Site> => ({
  release: {
    id: RELEASE,
    manifest: read({
      format: 1,
      id: RELEASE,
      carried: [],
      files: ['index.html', 'sw.js', 'registerSW.js'].map((path) => ({
        path,
        sha256: '0'.repeat(64),
        size: 1,
        headers: { 'content-type': 'text/html', 'cache-control': 'no-cache' },
        hashed: false,
      })),
    }),
    workers: [{ path: 'sw.js', text: read(text) }],
  },
});
const SPA =
  '<CustomErrorResponses><Quantity>1</Quantity><Items><CustomErrorResponse><ErrorCode>403</ErrorCode><ResponsePagePath>/index.html</ResponsePagePath><ResponseCode>200</ResponseCode><ErrorCachingMinTTL>10</ErrorCachingMinTTL></CustomErrorResponse></Items></CustomErrorResponses>';
const errors = /<CustomErrorResponses>.*?<\/CustomErrorResponses>/s;
const noFunctions = '<FunctionAssociations><Quantity>0</Quantity></FunctionAssociations>';
const runs = (name: string) =>
  `<FunctionAssociations><Quantity>1</Quantity><Items><FunctionAssociation><FunctionARN>arn:aws:cloudfront::123456789012:function/${name}</FunctionARN><EventType>viewer-request</EventType></FunctionAssociation></Items></FunctionAssociations>`;
const ofFunction = (name: string) => `arn:aws:cloudfront::123456789012:function/${name}`;
const statement = (one: object) =>
  JSON.stringify({ Statement: [...JSON.parse(policyFor(Object.values(IDS), ['s3:*'])).Statement, one] });

const ROUTED = JSON.stringify({ release: RELEASE, routing: { pages: 'one' } });
const OURS = read({ hash: 'a'.repeat(64), isOurs: true });
const stored = (
  own: string,
  value: Reading<string> = read(ROUTED),
  code: Reading<FunctionCode> = OURS,
): Partial<Site> => ({
  store: { functionArn: ofFunction(own), stores: read([`arn:store/${own}`]), value, code },
});
/** The bucket as an origin of its own, and a behaviour that asks it. */
const withBehaviour =
  (pattern: string, originPath: string, { functions = '', access = 'OAC' } = {}) =>
  (config: string, role: string) =>
    config
      .replace(
        '<Origins><Quantity>2</Quantity><Items>',
        `<Origins><Quantity>3</Quantity><Items><Origin><Id>more</Id><DomainName>web.s3.eu-west-1.amazonaws.com</DomainName><OriginPath>${originPath}</OriginPath><OriginAccessControlId>${access}</OriginAccessControlId></Origin>`,
      )
      .replace(
        '<CacheBehaviors><Quantity>1</Quantity><Items>',
        `<CacheBehaviors><Quantity>2</Quantity><Items><CacheBehavior><PathPattern>${pattern}</PathPattern><TargetOriginId>more</TargetOriginId>${functions}<CachePolicyId>cache-of-${role}</CachePolicyId></CacheBehavior>`,
      );
const withAssets = withBehaviour('assets/*', '/assets');
/** As infrastructure code makes sites under stores. */
const underStores = (config: string, role: string) =>
  config.replace(/\/r\/[0-9a-f]{16}/, '').replace(noFunctions, runs(role));
const CODES = new Map([ofFunction('test'), ofFunction('app')].map((arn) => [arn, OURS]));
/** What both sites serve: a page, a hashed file that is shared, and one with a name of its own. */
const released = (...paths: readonly string[]) => {
  const headers = { 'content-type': 'text/plain', 'cache-control': 'no-cache' };
  const files = paths.map((name) => ({
    path: name.replace('#', ''),
    sha256: 'a'.repeat(64),
    size: 1,
    headers,
    hashed: name.startsWith('#'),
  }));
  return { release: { id: RELEASE, manifest: read(sharing({ files })), workers: [] } };
};
/** Two sites whose pointers stand in stores, which differ from that only in what is said. */
const inStores = (different: Different): Different => ({
  edit: (config, role) => withAssets(underStores(config, role), role),
  test: stored('test'),
  app: stored('app'),
  ...different,
  survey: { pointer: 'key-value-store', functions: CODES },
});

/** Both sites under stores, with a behaviour that takes files from the bucket by itself. */
const ownOrigin = (pattern: string) => (config: string, role: string) =>
  withAssets(underStores(config, role), role).replace(
    `<PathPattern>/api/*</PathPattern><TargetOriginId>${role}-api`,
    `<PathPattern>${pattern}</PathPattern><TargetOriginId>${role}-bucket`,
  );

/** What is different from two good sites, and the verdicts that follow from it: all of them. */
const CASES: readonly (readonly [what: string, different: Different, verdicts: readonly VerdictName[]])[] = [
  ['a distribution that may not be read', { app: { distribution: refused } }, ['not-read']],
  ['pointers in stores', inStores({}), []],
  [
    'a store that has no key yet',
    inStores({ app: { ...stored('app', { is: 'absent' }), release: undefined } }),
    ['not-told'],
  ],
  ['a store that may not be read', inStores({ app: stored('app', refused) }), ['not-read']],
  [
    'a function without a store, where TEST has one',
    inStores({
      app: { store: { functionArn: ofFunction('app'), stores: read([]), value: undefined, code: undefined } },
    }),
    ['no-store'],
  ],
  [
    'a site without a function, where TEST has a store',
    inStores({ app: { store: { functionArn: '', stores: read([]), value: undefined, code: undefined } } }),
    ['no-store'],
  ],
  [
    'a function that is not LIVE',
    inStores({ app: { store: { functionArn: 'x', stores: { is: 'absent' }, value: undefined, code: undefined } } }),
    ['no-store'],
  ],
  [
    'a function that is another, or an older one',
    inStores({ app: stored('app', read(ROUTED), read({ hash: 'a'.repeat(64), isOurs: false })) }),
    ['other-function'],
  ],
  [
    'no behaviour for what releases share',
    inStores({ edit: underStores }),
    ['no-assets-behaviour', 'no-assets-behaviour'],
  ],
  [
    'a behaviour that looks for what releases share at the root of the bucket',
    inStores({
      edit: (config, role) => withBehaviour('assets/*', '')(underStores(config, role), role),
      test: { ...stored('test'), ...released('index.html', '#assets/a.js') },
    }),
    ['second-origin', 'no-assets-behaviour', 'not-reached', 'second-origin', 'no-assets-behaviour'],
  ],
  [
    'a file with a name of its own where a behaviour looks for what releases share alone',
    inStores({ app: { ...stored('app'), ...released('index.html', '#assets/a.js', 'assets/logo.png') } }),
    ['not-reached'],
  ],
  [
    'files that all behaviours find',
    inStores({ app: { ...stored('app'), ...released('index.html', '#assets/a.js', '#assets/b/c.css', 'logo.png') } }),
    [],
  ],
  [
    'what webpack and Docusaurus write beside their scripts, where a behaviour looks for what releases share alone',
    inStores({
      app: {
        ...stored('app'),
        ...released('index.html', '#assets/js/a.1a2b3c4d.js', 'assets/js/a.1a2b3c4d.js.LICENSE.txt'),
      },
    }),
    [],
  ],
  [
    'licences beside no script of the release',
    inStores({ app: { ...stored('app'), ...released('#assets/js/a.js', 'assets/js/b.js.LICENSE.txt') } }),
    ['not-reached'],
  ],
  [
    'shared files without an origin access control',
    inStores({
      edit: (config, role) => withBehaviour('assets/*', '/assets', { access: '' })(underStores(config, role), role),
    }),
    ['no-access-control', 'no-access-control'],
  ],
  [
    'a bucket whose policy lets releases be read, and not what they share',
    {
      ...inStores({}),
      survey: {
        pointer: 'key-value-store',
        functions: CODES,
        bucketPolicy: read(policyFor(Object.values(IDS), ['s3:*']).replace('web/*', 'web/r/*')),
      },
    },
    ['not-allowed-by-bucket', 'not-allowed-by-bucket'],
  ],
  ['one store for both', inStores({ app: stored('test') }), ['same-store']],
  [
    'a key that another hand wrote',
    inStores({ app: { ...stored('app', read('on')), release: undefined } }),
    ['not-told', 'other-value'],
  ],
  [
    'an origin path before what the function finds',
    inStores({
      edit: (config, role) => {
        const made = withAssets(underStores(config, role), role);
        return role === 'app'
          ? made.replace(
              '-bucket</Id><DomainName>web.s3.eu-west-1.amazonaws.com</DomainName><OriginPath>',
              `$&/r/${RELEASE}`,
            )
          : made;
      },
    }),
    ['path-under-store'],
  ],
  ['a distribution that is not there', { app: { distribution: { is: 'absent' } } }, ['no-distribution']],
  ['one distribution for both', { app: { id: IDS.test } }, ['same-distribution']],
  ['one that is off', { edit: replaced('<Enabled>true', '<Enabled>false') }, ['disabled']],
  ['both on their way', { status: 'InProgress' }, ['not-deployed', 'not-deployed']],
  ['a status that is not known', { status: 'Paused' }, ['unknown-status', 'unknown-status']],
  ['a staging distribution', { edit: replaced('<Staging>false', '<Staging>true') }, ['staging-distribution']],
  [
    'a continuous deployment',
    { edit: replaced('<ContinuousDeploymentPolicyId>', '<ContinuousDeploymentPolicyId>policy') },
    ['continuous-deployment'],
  ],
  ['one for tenants', { edit: replaced('>direct<', '>tenant-only<') }, ['tenant-only']],
  ['a mode that is not known', { edit: replaced('>direct<', '>sideways<') }, ['unknown-mode']],
  [
    'no such origin',
    { edit: replaced(/<TargetOriginId>\w+-bucket/, '<TargetOriginId>gone', BOTH) },
    ['no-origin', 'no-origin'],
  ],
  [
    'an origin group',
    {
      edit: (config) =>
        config
          .replace(/<TargetOriginId>\w+-bucket/, '<TargetOriginId>both')
          .replace(
            /<OriginGroups>.*<\/OriginGroups>/,
            '<OriginGroups><Quantity>1</Quantity><Items><OriginGroup><Id>both</Id></OriginGroup></Items></OriginGroups>',
          ),
    },
    ['origin-group', 'origin-group'],
  ],
  ['a website endpoint', { edit: replaced('web.s3.eu-west-1', 'web.s3-website-eu-west-1') }, ['website-endpoint']],
  ['a global name', { edit: replaced('web.s3.eu-west-1', 'web.s3') }, ['global-endpoint']],
  ['another bucket', { edit: replaced('web.s3.eu-west-1', 'other.s3.eu-west-1') }, ['other-bucket']],
  ['a name with another region', { edit: replaced('web.s3.eu-west-1', 'web.s3.eu-west-3') }, ['other-bucket']],
  [
    'a second origin of the same bucket',
    { edit: replaced(/api\.\w+\.example\.com/, 'web.s3.eu-west-1.amazonaws.com', BOTH) },
    ['second-origin', 'second-origin'],
  ],
  [
    'APP at the root, while TEST has a release',
    { edit: replaced(/\/r\/[0-9a-f]{16}/, ''), app: { release: undefined } },
    ['above-releases', 'not-told'],
  ],
  [
    'APP right above the releases',
    { edit: replaced(/\/r\/[0-9a-f]{16}/, '/r'), app: { release: undefined } },
    ['above-releases', 'other-path', 'not-told'],
  ],
  [
    'a second origin of the bucket that can be asked for a release',
    {
      edit: (config, role) =>
        replaced(
          '/api/*',
          '*.js',
          BOTH,
        )(replaced(/api\.\w+\.example\.com/, 'web.s3.eu-west-1.amazonaws.com', BOTH)(config, role), role),
    },
    ['past-pointer', 'second-origin', 'second-origin', 'setting-listed'],
  ],
  ['under a store, a behaviour without the function', inStores({ edit: ownOrigin('*.html') }), ['past-pointer']],
  ['one that no release fits', inStores({ edit: ownOrigin('/uploads/*') }), []],
  ['the shared bucket that is copied most', atRoot(), ['shared-files', 'not-told', 'not-told']],
  [
    'paths that name no release',
    {
      edit: (config, role) => config.replace(`/r/${RELEASE}`, role === 'test' ? '/candidate' : '/live'),
      test: { release: undefined },
      app: { release: undefined },
    },
    ['other-path', 'other-path', 'not-told', 'not-told'],
  ],
  ['no bucket', { survey: { bucket: { is: 'absent' }, bucketPolicy: undefined } }, ['no-bucket']],
  ['a bucket of another account', { survey: { bucket: read({ region: 'eu-west-1', isOwn: false }) } }, ['other-owner']],
  [
    'a bucket of another region',
    { survey: { bucket: read({ region: 'us-east-1', isOwn: true }) } },
    ['other-region', 'other-bucket', 'other-bucket'],
  ],
  ['a bucket that may not be seen', { survey: { bucket: refused } }, ['not-read']],
  ['no access control', { app: { accessControl: undefined } }, ['no-access-control']],
  [
    'an access identity',
    {
      app: { accessControl: undefined },
      edit: replaced('<OriginAccessIdentity>', '<OriginAccessIdentity>origin-access-identity/cloudfront/E3'),
    },
    ['access-identity'],
  ],
  ['an access control that is gone', { app: { accessControl: { is: 'absent' } } }, ['access-control-gone']],
  ['an access control that may not be read', { app: { accessControl: refused } }, ['not-read']],
  ['one that does not sign', { app: { accessControl: read(parseXml(signing('never'))) } }, ['not-signed']],
  [
    'one that signs in a way that is not known',
    { app: { accessControl: read(parseXml(signing('always', 'sigv5'))) } },
    ['not-signed'],
  ],
  ['one that signs at times', { app: { accessControl: read(parseXml(signing('no-override'))) } }, ['signs-not-always']],
  ['one that signs by the newer word', { app: { accessControl: read(parseXml(signing('always-amz-auth'))) } }, []],
  [
    'no bucket policy',
    { survey: { bucketPolicy: { is: 'absent' } } },
    ['not-allowed-by-bucket', 'not-allowed-by-bucket'],
  ],
  ['a bucket policy that may not be read', { survey: { bucketPolicy: refused } }, ['not-read']],
  [
    'a policy that names TEST alone',
    { survey: { bucketPolicy: read(policyFor([IDS.test], ['s3:*'])) } },
    ['not-allowed-by-bucket'],
  ],
  [
    'a policy that lets CloudFront read and not list',
    { survey: { bucketPolicy: read(policyFor(Object.values(IDS))) } },
    ['missing-is-403', 'missing-is-403'],
  ],
  [
    'a policy for any distribution',
    {
      survey: {
        bucketPolicy: read(
          statement({
            Effect: 'Allow',
            Principal: { Service: 'cloudfront.amazonaws.com' },
            Action: 's3:GetObject',
            Resource: 'arn:aws:s3:::web/*',
          }),
        ),
      },
    },
    ['open-to-distributions'],
  ],
  [
    'a policy for anyone',
    {
      survey: {
        bucketPolicy: read(
          statement({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::web/*' }),
        ),
      },
    },
    ['public-bucket'],
  ],
  [
    'a statement that refuses',
    {
      survey: {
        bucketPolicy: read(
          statement({
            Sid: 'Vpc',
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: '*',
            Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } },
          }),
        ),
      },
    },
    ['policy-not-understood'],
  ],
  [
    'a statement that refuses HTTP',
    {
      survey: {
        bucketPolicy: read(
          statement({
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: '*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ),
      },
    },
    [],
  ],
  [
    'no root object',
    { edit: replaced('<DefaultRootObject>index.html', '<DefaultRootObject>', BOTH) },
    ['no-root-object', 'no-root-object'],
  ],
  [
    'no root object, and a function',
    {
      edit: (config) =>
        config.replace('<DefaultRootObject>index.html', '<DefaultRootObject>').replace(noFunctions, runs('router')),
    },
    [],
  ],
  ['pages for what is missing', { edit: replaced(errors, SPA, BOTH) }, ['error-page-200', 'error-page-200']],
  [
    'errors that stay',
    { edit: replaced(errors, SPA.replace('<ResponseCode>200', '<ResponseCode>404').replace('>10<', '>300<'), BOTH) },
    ['error-ttl', 'error-ttl'],
  ],
  [
    'pages that stay',
    {
      survey: {
        policies: new Map(
          ['cache-of-test', 'cache-of-app', 'disabled'].map((id) => [
            policyKey('cache', id),
            cachePolicy(id === 'disabled' ? 0 : 60),
          ]),
        ),
      },
    },
    ['min-ttl', 'min-ttl'],
  ],
  [
    'pages that stay by a setting of the behaviour',
    { edit: replaced(/<CachePolicyId>cache-of-\w+<\/CachePolicyId>/, '<MinTTL>60</MinTTL>', BOTH) },
    ['min-ttl', 'min-ttl'],
  ],
  [
    'a policy that is gone',
    { survey: { policies: new Map([[policyKey('cache', 'disabled'), { is: 'absent' }]]) } },
    ['policy-gone', 'policy-gone', 'setting-differs'],
  ],
  [
    'a policy that may not be read',
    { survey: { policies: new Map(['cache-of-test', 'cache-of-app'].map((id) => [policyKey('cache', id), refused])) } },
    ['not-read', 'not-read'],
  ],
  ['a domain that does not answer', { app: { domains: [{ url: 'https://x', answer: refused }] } }, ['not-read']],
  ['a domain of another host', { app: answers({ isCloudFront: false }) }, ['not-cloudfront']],
  ['a domain of another site', { app: answers({ release: 'fedcba9876543210' }) }, ['other-release']],
  ['a domain at which the other site answers', { app: answers({ distribution: IDS.test }) }, ['other-distribution']],
  ['a domain at which its own site answers', { app: answers({ distribution: IDS.app }) }, []],
  [
    'a domain at which another site answers, before a release is named',
    { app: { ...answers({ distribution: 'E3OTHER' }), release: undefined }, edit: replaced(`/r/${RELEASE}`, '/none') },
    ['other-distribution', 'other-path'],
  ],
  ['an address that is a name of the other site', { app: at('https://TEST.example.com') }, ['other-distribution']],
  [
    'an address that CloudFront gave the other site',
    { test: at('https://app.cloudfront.net') },
    ['other-distribution'],
  ],
  [
    'an address by a pattern of names of the other site',
    { app: at('https://shop.example.com'), edit: replaced('<CNAME>test.', '<CNAME>*.', ['test']) },
    ['other-distribution', 'setting-listed'],
  ],
  [
    'a name of its own that fits a pattern of the other site',
    { app: at('https://app.example.com'), edit: replaced('<CNAME>test.', '<CNAME>*.', ['test']) },
    ['setting-listed'],
  ],
  ['an address that is a name of neither site', { app: at('https://app.example.net:8443') }, []],
  ['a domain without releases', { app: answers({ status: 404, release: undefined }) }, ['other-answers']],
  ['a domain that asks for a password', { test: answers({ status: 401, release: undefined }) }, ['refused-visit']],
  [
    'a domain while the pointer spreads',
    { app: answers({ release: 'fedcba9876543210' }), status: 'InProgress' },
    ['not-deployed', 'not-deployed', 'not-told'],
  ],
  [
    'a release that is gone',
    { app: { release: { id: RELEASE, manifest: { is: 'absent' }, workers: [] } } },
    ['release-gone'],
  ],
  [
    'a release that is gone, so that its domain tells of none',
    {
      test: {
        ...answers({ status: 403, release: undefined }),
        release: { id: RELEASE, manifest: { is: 'absent' }, workers: [] },
      },
    },
    ['release-gone', 'not-told'],
  ],
  [
    'a manifest that may not be read',
    { app: { release: { id: RELEASE, manifest: refused, workers: [] } } },
    ['not-read'],
  ],
  [
    'a worker that keeps pages',
    {
      test: worker('precacheAndRoute([{url:"index.html",revision:"1"},{url:"assets/a.1234.js",revision:null}])'),
      app: worker('"/index.html"'),
    },
    ['precaches-unhashed'],
  ],
  [
    'a worker that keeps pages, and has an empty text before its list, as Workbox writes it',
    { test: worker('t=e||("document"in self?location.href:"");e.precacheAndRoute([{url:"index.html",revision:"1"}])') },
    ['precaches-unhashed'],
  ],
  ['a worker that keeps hashed files alone', { app: worker('[{url:"registerSW.js"},{url:"assets/a.1234.js"}]') }, []],
  ['a behaviour that differs', { edit: replaced('<Compress>true', '<Compress>false') }, ['setting-differs']],
  ['another root object', { edit: replaced('index.html', 'home.html') }, ['setting-differs']],
  [
    'another order of methods',
    { edit: replaced('<Method>HEAD</Method><Method>GET</Method>', '<Method>GET</Method><Method>HEAD</Method>') },
    [],
  ],
  [
    'a cache policy that differs',
    {
      survey: {
        policies: new Map([
          [policyKey('cache', 'cache-of-test'), cachePolicy(0)],
          [
            policyKey('cache', 'cache-of-app'),
            read(parseXml('<CachePolicyConfig><MinTTL>0</MinTTL><DefaultTTL>60</DefaultTTL></CachePolicyConfig>')),
          ],
        ]),
      },
    },
    ['setting-differs', 'setting-differs'],
  ],
  ['error pages that TEST lacks', { edit: replaced(errors, SPA) }, ['error-page-200', 'setting-differs']],
  [
    'a setting that no one knows',
    { edit: replaced('<PriceClass>', '<TimeTravel><Enabled>true</Enabled></TimeTravel><PriceClass>') },
    ['setting-unknown'],
  ],
  [
    'a setting of a behaviour that no one knows',
    { edit: replaced('<Compress>true', '<Brotli>9</Brotli><Compress>true') },
    ['setting-unknown'],
  ],
  ['a setting as an attribute', { edit: replaced('<HttpVersion>', '<HttpVersion draft="29">') }, ['setting-listed']],
  [
    'a web ACL',
    { edit: replaced('<WebACLId>', '<WebACLId>arn:aws:wafv2:us-east-1:123456789012:global/webacl/x', ['test']) },
    ['setting-listed'],
  ],
  ['a function on TEST alone', { edit: replaced(noFunctions, runs('password'), ['test']) }, ['only-on-test']],
  ['a function on APP alone', { edit: replaced(noFunctions, runs('router')) }, ['function-differs']],
  [
    'functions of different code',
    {
      edit: (config, role) => config.replace(noFunctions, runs(role)),
      survey: {
        functions: new Map([
          [ofFunction('test'), read({ hash: 'a'.repeat(64), isOurs: false })],
          [ofFunction('app'), read({ hash: 'b'.repeat(64), isOurs: false })],
        ]),
      },
    },
    ['function-differs'],
  ],
  [
    'functions of the same code',
    {
      edit: (config, role) => config.replace(noFunctions, runs(role)),
      survey: {
        functions: new Map([
          [ofFunction('test'), read({ hash: 'a'.repeat(64), isOurs: false })],
          [ofFunction('app'), read({ hash: 'a'.repeat(64), isOurs: false })],
        ]),
      },
    },
    [],
  ],
  [
    'a site for tests that asks search engines to stay away',
    {
      edit: replaced('<Compress>true', '<ResponseHeadersPolicyId>robots</ResponseHeadersPolicyId><Compress>true', [
        'test',
      ]),
      survey: {
        policies: new Map([
          ...surveyOf().policies,
          [
            policyKey('response-headers', 'robots'),
            read(
              parseXml(
                '<ResponseHeadersPolicyConfig><Name>robots</Name><CustomHeadersConfig><Quantity>1</Quantity><Items><ResponseHeadersPolicyCustomHeader><Header>X-Robots-Tag</Header><Value>noindex</Value><Override>true</Override></ResponseHeadersPolicyCustomHeader></Items></CustomHeadersConfig></ResponseHeadersPolicyConfig>',
              ),
            ),
          ],
        ]),
      },
    },
    ['only-on-test'],
  ],
];

test('two sites that are as they should be get no verdict but what sites may differ in', () => {
  expect(judge(surveyOf(), 'check').map(({ level, found }) => `${level}: ${found}`)).toEqual([
    'listed: `Aliases` is `test.example.com` on TEST, and `app.example.com` on APP',
    'listed: `Behaviour[/api/*]/TargetOrigin/CustomHeaders[x-key]/HeaderValue` differs between the sites',
    'listed: `Behaviour[/api/*]/TargetOrigin/DomainName` is `api.test.example.com` on TEST, and `api.app.example.com` on APP',
  ]);
});

test.each(CASES)('%s', (_, different, expected) => {
  const usual = new Set(judge(surveyOf(), 'check').map(({ found }) => found));
  const verdicts = judge(surveyOf(different), 'check').filter(({ found }) => !usual.has(found));
  expect(verdicts.map(({ verdict }) => verdict).sort()).toEqual([...expected].sort());
});

test('each verdict of the table is met by a case, and says what to do', () => {
  const met = new Set(CASES.flatMap(([, , verdicts]) => verdicts));
  expect(Object.keys(VERDICTS).filter((name) => !met.has(name as VerdictName) && name !== 'setting-listed')).toEqual(
    [],
  );
  const mute = Object.entries(VERDICTS).filter(([name, { remedy }]) => remedy === '' && name !== 'not-read');
  expect(mute).toEqual([]);
});

test('what is not known is as bad as what is wrong', () => {
  const verdicts = judge(surveyOf({ app: { distribution: refused } }), 'check');
  expect(verdicts.filter(isRed)).toMatchObject([
    { level: 'unread', found: 'Not allowed to read it.', remedy: 'Allow it.' },
  ]);
});

test('a distribution on its way stops a check, and neither staging nor promotion, which wait for it', () => {
  const levels = (['check', 'stage', 'promote'] as const).map(
    (purpose) =>
      judge(surveyOf({ status: 'InProgress' }), purpose).find(({ verdict }) => verdict === 'not-deployed')?.level,
  );
  expect(levels).toEqual(['red', 'listed', 'listed']);
});

test('a release that is gone stops a check, and neither staging nor promotion: another release is what helps', () => {
  const gone = surveyOf({
    app: {
      ...answers({ status: 403, release: undefined }),
      release: { id: RELEASE, manifest: { is: 'absent' }, workers: [] },
    },
  });
  const red = (['check', 'stage', 'promote'] as const).map((purpose) => judge(gone, purpose).filter(isRed).length);
  expect(red).toEqual([1, 0, 0]);
});

test('an error page of status 200 is how a page is found under origin-path, and hides what is missing under a store', () => {
  const levels = (['origin-path', 'key-value-store'] as const).map((pointer) => {
    const survey = surveyOf({ edit: replaced(errors, SPA, BOTH), survey: { pointer } });
    return judge(survey, 'check').find(({ verdict }) => verdict === 'error-page-200')?.level;
  });
  expect(levels).toEqual(['warning', 'red']);
});

test('the worst comes first', () => {
  const levels = judge(surveyOf({ ...atRoot(), app: { distribution: refused }, status: 'Paused' }), 'check').map(
    ({ level }) => level,
  );
  expect(levels).toEqual([...levels].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)));
  expect(new Set(levels)).toEqual(new Set(['red', 'unread', 'listed']));
});

const ORDER = ['red', 'unread', 'warning', 'listed'];
