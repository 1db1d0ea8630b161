import { clientSettings } from './client-settings.ts';

/** Builds a client of AWS, which makes each request once; see `patient` for one that tries again. */
export type Connect = <Client>(Client: new (settings: never) => Client) => Client;

/**
 * Clients with the settings that all actions share, under an action's name. Throws where no region is set.
 *
 * @param options.sockets how many requests of a client may be under way at the same time; 50 unless given, as in the SDK.
 */
export function connectAs(
  action: string,
  env: Readonly<Record<string, string | undefined>>,
  options: { readonly sockets?: number } = {},
): Connect {
  return (Client) => new Client(clientSettings(env, { action, ...options }) as never);
}
