import { EventEmitter, once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { serve } from '@actions-aws/testing/http';
import type { Page } from 'playwright-core';

/** Paths in the list of a build's worker, by the defaults of vite-plugin-pwa: the page, its assets, the icon, and what it adds itself. */
export async function listOf(build = ''): Promise<readonly string[]> {
  const assets = (await readdir(path.join(build, 'assets'))).map((name) => `/assets/${name}`);
  return [...assets, '/icon.svg', '/index.html', '/manifest.webmanifest', '/registerSW.js'].sort();
}

/** Waits until the worker of a page's site keeps exactly these paths, and has replaced the one before. */
export async function keeps(page: Page, paths: readonly string[]): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    const look = async () => {
      const kept = [];
      for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) kept.push(new URL(url).pathname);
      const { installing, waiting, active } = (await navigator.serviceWorker.getRegistration()) ?? {};
      const isAlone = !installing && !waiting && active?.state === 'activated';
      if (isAlone && kept.sort().join() === ${JSON.stringify(paths.join())}) resolve();
      else setTimeout(look, 50);
    };
    look();
  })`);
}

/** Where paths are served from: `all` of them, but for those that are named. */
export type Upstreams = Readonly<Record<string, string>> & { readonly all: string };

/** What stands between a visitor and edges, of which one may have another release than the others. */
export interface Between {
  readonly url: string;
  serve(upstreams: Upstreams): void;
  /** Ends the next time that this path is asked for. */
  asked(path: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it; at first all is served by what is at an address. */
export async function between(address: string): Promise<Between> {
  let upstreams: Upstreams = { all: address };
  const events = new EventEmitter();
  const server = await serve(async ({ url = '/' }, response) => {
    const { status, headers, body } = await fetch(`${upstreams[url] ?? upstreams.all}${url}`);
    for (const name of ['content-type', 'cache-control']) response.setHeader(name, headers.get(name) ?? '');
    response.writeHead(status).end(body && Buffer.from(await new Response(body).arrayBuffer()));
    events.emit(url);
  });
  return {
    url: server.address,
    serve(next) {
      upstreams = next;
    },
    async asked(path) {
      await once(events, path);
    },
    stop: server.stop,
  };
}
