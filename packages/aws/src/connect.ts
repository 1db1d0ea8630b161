import { clientSettings } from './client-settings.ts';

/** Builds a client of AWS; it tries a request five times at most, unless told otherwise. */
export type Connect = <Client>(
  Client: new (settings: never) => Client,
  settings?: { readonly attempts?: number },
) => Client;

/** Clients with the settings that all actions share, under an action's name. Throws where no region is set. */
export function connectAs(action: string, env: Readonly<Record<string, string | undefined>>): Connect {
  return (Client, settings = {}) => new Client(clientSettings(env, { action, ...settings }) as never);
}
