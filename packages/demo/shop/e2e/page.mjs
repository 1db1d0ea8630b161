import assert from 'node:assert/strict';

/**
 * Loads a page with the modules of this shop, as a browser would: the module `shop`, what it imports at once, and what it imports when
 * it is needed. Fails where one is missing, or is a page instead.
 */
export async function loadPage(site, path) {
  const html = await text(site, path, 'text/html');
  const [, config = ''] = /<script type="application\/json" id="config">(.*?)<\/script>/s.exec(html) ?? [];
  const [, entry] = /<script type="module" src="(\/assets\/shop-[^"]+)"/.exec(html) ?? [];
  assert.ok(entry, `${path} does not load the shop`);
  const scripts = [];
  const waiting = [entry];
  for (let script = waiting.pop(); script; script = waiting.pop()) {
    if (scripts.includes(script)) continue;
    scripts.push(script);
    const source = await text(site, script, 'text/javascript');
    for (const [, named] of source.matchAll(/(?:from |import\()'(\.\/[^']+)'/g))
      waiting.push(new URL(named, new URL(script, site)).pathname);
  }
  return { html, config: JSON.parse(config), scripts };
}

async function text(site, path, type) {
  const answer = await fetch(new URL(path, site));
  assert.equal(answer.status, 200, `${answer.url} was answered with ${answer.status}`);
  assert.ok(answer.headers.get('content-type')?.startsWith(type), `${answer.url} is no ${type}`);
  return answer.text();
}
