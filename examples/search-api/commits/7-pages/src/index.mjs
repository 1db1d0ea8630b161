import { words } from './entries.mjs';
import { release } from './release.mjs';
import { search, size } from './search.mjs';

/**
 * Answers requests of an HTTP API (payload format 2.0).
 *
 *     GET /api/v1/health          whether this version can do its work
 *     GET /api/v1/search?q=whale  books about it, the best first
 */
export async function handler(event) {
  const route = `${event.requestContext.http.method} ${event.rawPath}`;
  const mark = marker(event.queryStringParameters?.q ?? '');
  try {
    if (route === 'GET /api/v1/health') return health();
    if (route === 'GET /api/v1/search') return find(event.queryStringParameters?.q, mark);
    return answer(404, { error: `There is no ${route}.` });
  } catch (error) {
    console.error(error);
    return answer(500, { error: 'The search failed; its log says why.' });
  }
}

// Not only "the process is up": a version that cannot search must not be promoted.
function health() {
  search('sea');
  return answer(200, { status: 'ok', books: size, version: process.env.AWS_LAMBDA_FUNCTION_VERSION ?? 'local' });
}

function find(query, mark) {
  if (!query?.trim()) return answer(400, { error: 'Say what to search for, like /api/v1/search?q=whale.' });
  const hits = search(query).map((book) => ({ ...book, about: mark(book.about) }));
  const page = hits.slice(0, 5);
  return answer(200, {
    query,
    total: hits.length,
    hits: page,
    ...(hits.length > page.length && { next: nextPage(query) }),
  });
}

// Puts the words that were searched for in between marks, so that readers see why a book was found.
function marker(query) {
  const wanted = new Set(words(query));
  return (text) =>
    text.replace(/[\p{L}\d]+/gu, (word) => (wanted.has(word.toLowerCase()) ? `<mark>${word}</mark>` : word));
}

function answer(statusCode, body) {
  const headers = { 'content-type': 'application/json', 'x-release': String(release) };
  return { statusCode, headers, body: JSON.stringify(body) };
}

// Where the other hits are. An address without a host is none: this throws, wherever a search finds more than five books.
function nextPage(query) {
  const next = new URL('/api/v1/search?page=2');
  next.searchParams.set('q', query);
  return next.href;
}
