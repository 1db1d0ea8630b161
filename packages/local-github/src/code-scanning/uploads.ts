import { randomUUID } from 'node:crypto';
import { refuse } from '../refusal.ts';
import type { Delivered } from './delivery.ts';
import type { CodeScanningSettings } from './settings.ts';

/** An upload that was received. */
export interface Upload {
  readonly id: string;
  /** From when its id is known, in milliseconds since the epoch. */
  readonly shown: number;
  /** When it is processed; null for never. */
  readonly ready: number | null;
  /** What was delivered, until it is processed. */
  readonly delivered?: Delivered;
  readonly status: 'pending' | 'complete' | 'failed';
  readonly errors: readonly string[];
}

/** All uploads of the repository. */
export interface Uploads {
  receive(delivered: Delivered, now: number, settings: CodeScanningSettings): Upload;
  /** 404 for an id that is not known. */
  get(id: string, now: number): Upload;
  /** Those whose time has come, in the order in which it came: a quick one may overtake an earlier one. */
  due(now: number): readonly (Upload & { readonly delivered: Delivered })[];
  end(id: string, status: 'complete' | 'failed', errors: readonly string[]): void;
  copy(): readonly Upload[];
}

/** Starts with what an earlier start left. */
export function uploads(kept: readonly Upload[] = []): Uploads {
  const all = new Map(kept.map((upload) => [upload.id, upload]));
  return {
    receive(delivered, now, { processingMs, hiddenMs }) {
      const ready = Number.isFinite(processingMs) ? now + processingMs : null;
      const id = randomUUID();
      const upload: Upload = {
        id,
        shown: now + hiddenMs,
        ready,
        delivered,
        status: 'pending',
        errors: [],
      };
      all.set(id, upload);
      return upload;
    },
    get(id, now) {
      const found = all.get(id);
      return found && found.shown <= now ? found : refuse(404, 'Not Found');
    },
    due: (now) =>
      [...all.values()]
        .flatMap((upload) => (upload.delivered ? [{ ...upload, delivered: upload.delivered }] : []))
        .filter(({ ready }) => ready !== null && ready <= now)
        .sort((a, b) => (a.ready ?? 0) - (b.ready ?? 0)),
    end(id, status, errors) {
      const found = all.get(id);
      if (!found) return;
      const { delivered: _, ...rest } = found;
      all.set(id, { ...rest, status, errors });
    },
    copy: () => [...all.values()],
  };
}
