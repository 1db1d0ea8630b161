import { readValue } from '../pointer/key-value-store/value.ts';
import { releaseInPath } from '../release/names.ts';
import { viewerRequestOf } from './document/config.ts';
import type { Element } from './document/xml.ts';
import type { SurveyPorts } from './ports.ts';
import type { SiteStore } from './survey.ts';

/** Looks for the store of a site, and at what it holds. */
export async function readStore(config: Element, ports: SurveyPorts): Promise<SiteStore> {
  const functionArn = viewerRequestOf(config);
  const stores: SiteStore['stores'] = functionArn === '' ? { is: 'read', value: [] } : await ports.stores(functionArn);
  const [store] = stores.is === 'read' ? stores.value : [];
  if (store === undefined) return { functionArn, stores, value: undefined, code: undefined };
  const [value, code] = await Promise.all([ports.storedValue(store), ports.functionCode(functionArn)]);
  return { functionArn, stores, value, code };
}

/** The release that the site's store names, or its path where it has no store. */
export function releaseBy(store: SiteStore | undefined, path: string): string | undefined {
  if (!hasStore(store)) return releaseInPath(path);
  return store?.value?.is === 'read' ? readValue(store.value.value)?.release : undefined;
}

/** Whether a site's function has a store. */
export function hasStore(store: SiteStore | undefined): boolean {
  return store?.stores.is === 'read' && store.stores.value.length > 0;
}
