import { type Gate, gate, type Moment, type Waiting } from './gate.ts';
import { like } from './iam.ts';

/** Which requests are parked. What is left out matches everything. */
export interface Parking {
  readonly service?: string;
  readonly operation?: string;
  /** As the journal has it; `*` and `?` are wildcards. */
  readonly resource?: string;
  /** Of the caller, with the same wildcards: whom others look on at is then left alone. */
  readonly accessKeyId?: string;
  /** `before` the effect (unless given), `after` it, or `both`. */
  readonly when?: Moment | 'both';
}

/** Lets a test choose which request proceeds. */
export interface Scheduler {
  /** From now on, requests that match are parked; `false` lets all go, also those that are parked now. */
  park(parking: Parking | boolean): void;
  /** Whether a request is to be parked at this moment. */
  parks(request: Omit<Waiting, 'id' | 'seq' | 'occurrence'>): boolean;
  readonly lot: Gate;
}

/** Parks nothing at first. */
export function scheduler(): Scheduler {
  let parking: Parking | false = false;
  const lot = gate('parked');
  return {
    park(wanted) {
      parking = wanted === true ? {} : wanted;
      if (parking === false) for (const { id } of lot.waiting()) lot.settle(id, 'proceed');
    },
    parks(request) {
      if (parking === false) return false;
      const { service, operation, resource, accessKeyId, when = 'before' } = parking;
      return (
        (service ?? request.service) === request.service &&
        (operation ?? request.operation) === request.operation &&
        (resource === undefined || like(resource, request.resource)) &&
        (accessKeyId === undefined || like(accessKeyId, request.accessKeyId)) &&
        (when === 'both' || when === request.when)
      );
    },
    lot,
  };
}
