import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** Agents that send what they are given through a proxy, or directly where there is none. */
export function agentsVia(proxy: string | undefined): {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
} {
  // Node speaks to the proxy: absolute form for http, a tunnel for https. Its errors name the proxy without its password.
  const options = { keepAlive: true, ...(proxy && { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } }) };
  return { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) };
}
