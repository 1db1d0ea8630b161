import cf from 'cloudfront';

/*
 * The CloudFront Function of a site whose pointer is the key `release` of a key value store, for the events viewer-request and
 * viewer-response of its default behaviour; runtime 2.0. It has the store associated, and no other. Each path that a visitor asks
 * for is looked up in the release that the store names, or where releases share their hashed files, and in nothing else: where the store
 * cannot be read, nothing is served.
 *
 * Written in what runtime 2.0 takes:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 */

const RELEASE_PATH = '/.well-known/release';

// What frontend-check knows this function by: keep it where you add to the function.
const NAME = 'site-function-2';

const MISSING = '404.html';

// Tells the viewer-response that a visitor asked for this file by its own name, as service workers do with all that they keep: they take
// nothing but 200. In its place it stands for another, with the status 404.
const BY_NAME = 'x-site-by-name';

const SIX_BITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by its name.
async function handler(event) {
  if (event.context.eventType === 'viewer-response') return answered(event.request, event.response);
  const request = event.request;
  let pointer;
  try {
    pointer = JSON.parse(await cf.kvs().get('release'));
  } catch (_) {
    return refused(503, 'Service Unavailable');
  }
  if (!pointer || !/^[0-9a-f]{16}$/.test(pointer.release) || !pointer.routing)
    return refused(503, 'Service Unavailable');
  if (request.uri === RELEASE_PATH) return told(pointer.release, event.context.distributionId);
  let path;
  try {
    path = decodeURIComponent(request.uri);
  } catch (_) {
    return refused(400, 'Bad Request');
  }
  if (/(^|\/)\.\.?(\/|$)/.test(path)) return refused(400, 'Bad Request');
  path = path.slice(1);
  delete request.headers[BY_NAME];
  if (path === MISSING) request.headers[BY_NAME] = { value: MISSING };
  request.uri = isShared(path, pointer.routing.shared)
    ? `/assets/${inUrl(path)}`
    : `/r/${pointer.release}/${inUrl(fileOf(path, pointer.routing))}`;
  return request;
}

// Whether a file stands where all releases share it: one of the patterns fits, and none that begins with `!`.
function isShared(path, patterns) {
  if (path.slice(path.lastIndexOf('/') + 1).indexOf('.') < 0) return false;
  let shared = false;
  for (let index = 0; patterns && index < patterns.length; index += 1) {
    const excepts = patterns[index].charAt(0) === '!';
    const ends = patterns[index].slice(excepts ? 1 : 0).split('*');
    if (!fits(path, ends[0], ends[1])) continue;
    if (excepts) return false;
    shared = true;
  }
  return shared;
}

function fits(path, begin, end) {
  if (end === undefined) return path === begin;
  if (path.length < begin.length + end.length) return false;
  return path.slice(0, begin.length) === begin && path.slice(path.length - end.length) === end;
}

// The file of a release that a path leads to. A name with a dot is a file's; any other is a page's.
function fileOf(path, routing) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name.indexOf('.') >= 0) return path;
  const page = pageOf(path.replace(/\/+$/, ''), routing.pages);
  if (!routing.missing || isIn(routing.filter, page, routing.probes > 0 ? routing.probes : 5)) return page;
  return routing.missing;
}

function pageOf(path, pages) {
  if (path === '') return 'index.html';
  return pages === 'folder' ? `${path}/index.html` : `${path}.html`;
}

// Whether a Bloom filter has a page: it never lacks one that is there.
function isIn(filter, page, probes) {
  const size = filter ? filter.length * 6 : 0;
  if (size === 0) return false;
  let first = 7;
  let second = 3;
  for (let index = 0; index < page.length; index += 1) {
    const code = page.charCodeAt(index);
    first = (first * 31 + code) % 4294967291;
    second = (second * 131 + code) % 4294967279;
  }
  for (let probe = 0; probe < probes; probe += 1) {
    const bit = (first + probe * second) % size;
    const six = SIX_BITS.indexOf(filter.charAt(Math.floor(bit / 6)));
    if (Math.floor(six / 2 ** (bit % 6)) % 2 === 0) return false;
  }
  return true;
}

// Each file has one name in the cache, however its path was written.
function inUrl(file) {
  return file.split('/').map(encoded).join('/');
}

function encoded(segment) {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

// That the release's page for what is missing stands for another file, its status says.
function answered(request, response) {
  const isPage = request.uri.slice(0, 3) === '/r/' && request.uri.slice(20) === MISSING;
  const stands = isPage && !request.headers[BY_NAME];
  if (stands && response.statusCode === 200) {
    response.statusCode = 404;
    response.statusDescription = 'Not Found';
  }
  return response;
}

function told(release, distribution) {
  return {
    statusCode: 200,
    statusDescription: 'OK',
    headers: { 'content-type': { value: 'application/json' }, 'cache-control': { value: 'no-store' } },
    body: JSON.stringify({ release: release, distribution: distribution, by: NAME }),
  };
}

function refused(statusCode, statusDescription) {
  return {
    statusCode: statusCode,
    statusDescription: statusDescription,
    headers: { 'cache-control': { value: 'no-store' } },
  };
}
