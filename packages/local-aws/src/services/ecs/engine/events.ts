import type { Moment } from './moment.ts';

// "A maximum of 100 of the latest events are displayed": https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html
const MOST = 100;

/**
 * Adds an event to a service, in the words of
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html. "Duplicate event messages
 * are omitted until either the cause is resolved or six hours passes".
 */
export function say({ place, service, at }: Moment, message: string): void {
  const [newest] = service.events;
  if (newest?.message === message && at - newest.at < 6 * 3_600_000) return;
  service.events = [{ id: place.newId(), at, message }, ...service.events].slice(0, MOST);
}

/** What events and answers call a service. */
export function called({ service }: Moment): string {
  return `(service ${service.name})`;
}
