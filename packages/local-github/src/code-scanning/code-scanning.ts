import { refuse } from '../refusal.ts';
import { type Alert, type Alerts, alerts } from './alerts.ts';
import { type Analyses, type Analysis, analyses, setOf } from './analyses.ts';
import { delivered } from './delivery.ts';
import type { SarifLimits } from './limits.ts';
import type { Analysed } from './refs.ts';
import { type ScannedFile, scannedFile } from './sarif/runs.ts';
import { type CodeScanningSettings, refuseWhereUnavailable, SETTINGS } from './settings.ts';
import { type Upload, uploads } from './uploads.ts';

/** Code scanning of the one repository. What takes time there happens when it is next asked after that time. */
export interface CodeScanning {
  /** Takes an upload, or refuses it. */
  receive(body: Readonly<Record<string, unknown>>): Promise<Upload>;
  upload(id: string): Upload;
  readonly analyses: Pick<Analyses, 'all'>;
  readonly alerts: Pick<Alerts, 'all' | 'get' | 'dismiss'>;
  /** An analysis goes, and its ref has the alerts of the one before it. */
  remove(analysis: Analysis): void;
  /** The ref whose alerts the Security tab shows. */
  defaultRef(): string;
  now(): number;
  /** Refuses where an owner has switched it off. */
  permit(asks: 'read' | 'write'): void;
  set(settings: Partial<CodeScanningSettings>): void;
  copy(): KeptCodeScanning;
}

/** What outlives a start. */
export interface KeptCodeScanning {
  /** When uploads were asked for in the last hour, those that were refused too. */
  readonly asked: readonly number[];
  readonly uploads: readonly Upload[];
  readonly analyses: readonly Analysis[];
  readonly alerts: readonly Alert[];
}

/** What it is made of. */
export interface CodeScanningOptions {
  readonly now: () => number;
  readonly limits: SarifLimits;
  readonly settings?: Partial<CodeScanningSettings>;
  readonly kept?: KeptCodeScanning;
  /** Refuses a commit or a ref that the repository lacks. */
  refuseUnknown(analysed: Analysed): Promise<void>;
}

const hour = 3_600_000;

/** Starts with what an earlier start left. */
export function codeScanning({ now, limits, kept, refuseUnknown, ...options }: CodeScanningOptions): CodeScanning {
  let settings: CodeScanningSettings = { ...SETTINGS, ...options.settings };
  const received = uploads(kept?.uploads);
  const analysed = analyses(kept?.analyses);
  const known = alerts(kept?.alerts);
  let asked = [...(kept?.asked ?? [])];

  function settle(): void {
    for (const { id, ready, delivered: what } of received.due(now())) {
      const at = ready ?? now();
      const file = scannedFile(what, limits, settings.defaultSetup);
      const { commit, ref } = what;
      const isFull = wouldBe(file) > limits.alerts;
      for (const run of file.runs) {
        const full = { ...run, results: [], error: run.error || 'All analysis uploads blocked due to alert limit' };
        const made = analysed.add({ ...(isFull ? full : run), commit, ref, sarifId: id, createdAt: at });
        if (made.error === '') known.follow(made, made.results, at);
      }
      const errors = isFull ? [...file.errors, 'All analysis uploads blocked due to alert limit'] : file.errors;
      received.end(id, errors.length > 0 ? 'failed' : 'complete', errors);
    }
  }

  const wouldBe = ({ runs }: ScannedFile) =>
    runs.reduce((count, { tool, results }) => count + known.added(tool, results), known.count);

  /** The changelog of 2026-05-19 has it joined with the limit of all requests; the status is that of the primary limit. */
  function refuseAboveRate(): void {
    asked = asked.filter((time) => time > now() - hour);
    if (asked.length < limits.sarifUploadsPerHour) {
      asked.push(now());
      return;
    }
    const reset = Math.ceil(((asked[0] ?? now()) + hour) / 1000);
    const headers = {
      'x-ratelimit-limit': String(limits.sarifUploadsPerHour),
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(reset),
    };
    refuse(403, 'API rate limit exceeded for installation ID 1001.', { headers });
  }

  const settled = <Answer>(answer: () => Answer): Answer => {
    settle();
    return answer();
  };

  return {
    now,
    async receive(body) {
      settle();
      refuseAboveRate();
      const what = delivered(body, limits);
      await refuseUnknown(what);
      return received.receive(what, now(), settings);
    },
    upload: (id) => settled(() => received.get(id, now())),
    analyses: { all: () => settled(analysed.all) },
    alerts: {
      all: () => settled(known.all),
      get: (number) => settled(() => known.get(number)),
      dismiss: (number, dismissal) => settled(() => known.dismiss(number, dismissal)),
    },
    remove(analysis) {
      analysed.remove(analysis.id);
      if (analysis.error !== '') return;
      const before = analysed.current(setOf(analysis));
      known.follow(before ?? analysis, before?.results ?? [], now());
    },
    defaultRef: () => `refs/heads/${settings.defaultBranch}`,
    permit: (asks) => refuseWhereUnavailable(settings, asks),
    set(changed) {
      settings = { ...settings, ...changed };
    },
    copy: () => ({ asked, uploads: received.copy(), analyses: [...analysed.all()], alerts: known.all() }),
  };
}
