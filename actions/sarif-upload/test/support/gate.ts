import { buffer } from 'node:stream/consumers';
import { serve } from '@actions-aws/testing/http';
import type { UploadWorld } from './world.ts';

/** Where a request ends: before it came to GitHub, or after it had its effect, so that only its answer is lost. */
export type When = 'before' | 'after';

/** Stands before a local GitHub, and ends the run at one of its requests. */
export interface Gate {
  /** The world as it is behind the gate. */
  readonly world: UploadWorld;
  /** How many requests came. */
  readonly came: number;
  stop(): Promise<void>;
}

/** Starts one. At the n-th request `end` is called, and from there on no answer comes through. */
export async function gateBefore(world: UploadWorld, at: number, when: When, end: () => void): Promise<Gate> {
  let came = 0;
  const server = await serve(async (request, response) => {
    const { method = 'GET', url = '', headers } = request;
    came += 1;
    const number = came;
    if (number > at || (number === at && when === 'before')) {
      if (number === at) end();
      return void response.destroy();
    }
    const { authorization = '', accept = '' } = headers;
    const body = method === 'POST' ? await buffer(request) : null;
    const answer = await fetch(new URL(url, world.local.endpoint), {
      method,
      headers: { authorization, accept },
      body,
    });
    const text = await answer.text();
    if (number < at) return void response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(text);
    end();
    response.destroy();
  });
  return {
    world: { ...world, local: { ...world.local, endpoint: server.address } },
    get came() {
      return came;
    },
    stop: server.stop,
  };
}
