import { connectionTo, type RegistryOptions } from './connect.ts';
import type { ImageName } from './image-name.ts';
import { reading } from './reading.ts';
import type { Registry } from './registry.ts';
import type { WritableRegistry } from './writable.ts';
import { writing } from './writing.ts';

/**
 * Opens one repository of a registry; the first request goes out with the first question. Credentials are those that Docker
 * would use, if there are any, so that reading and pushing are by the same user. In ECR, those of AWS are used where Docker
 * has none, or the registry refuses what it has, such as a login of twelve hours ago that a self-hosted runner kept.
 */
export function openRegistry(name: ImageName, options: RegistryOptions): Registry {
  return reading(connectionTo(name, 'pull', options));
}

/** Opens one repository of a registry to write to it: see {@link openRegistry}. */
export function openRegistryToWrite(name: ImageName, options: RegistryOptions): WritableRegistry {
  const connection = connectionTo(name, 'pull,push', options);
  const registry = reading(connection);
  return { ...registry, ...writing(connection, registry) };
}
