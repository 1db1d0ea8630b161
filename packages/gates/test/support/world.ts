import { recordingLog } from '@actions-aws/action';
import { startLocalAws } from '@actions-aws/local-aws';
import { type Means, stageOn } from '@actions-aws/testing';
import {
  CloudWatchClient,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Alarms } from '../../src/alarms.ts';
import { awsAlarms } from '../../src/cloudwatch/index.ts';
import { type Gate, type Watch, watchGate } from '../../src/index.ts';

/** What is done beside a gate has this; `cancel` is what a workflow's cancellation does. */
export type Company = Means & { cancel(): void };

/** An alarm on a metric of its own, which is OK while there is no data. */
const ALARM = {
  Namespace: 'Search',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
} as const;

/** CloudWatch on this machine, on a clock that is stepped: what takes minutes takes no time, and always the same. */
export async function gateWorld() {
  const cloud = await startLocalAws({ clock: { scale: 0 } });
  await cloud.control.call('cloudwatch.delay', { custom: 0 }, { region: 'eu-west-1' });
  const stage = await stageOn(cloud);
  const settings = { endpoint: cloud.endpoint, region: 'eu-west-1', maxAttempts: 1 };
  const people = new CloudWatchClient({
    ...settings,
    credentials: { accessKeyId: 'AKIAPEOPLE', secretAccessKey: 'secret' },
  });
  const log = recordingLog();

  return {
    cloud,
    log,
    people,
    now: () => cloud.clock.now(),
    pass: (ms: number) => cloud.clock.advance(ms),
    /** Sets an alarm, and lets it be compared. */
    async set(AlarmName: string, otherwise: Partial<PutMetricAlarmCommandInput> = {}): Promise<void> {
      await people.send(new PutMetricAlarmCommand({ AlarmName, MetricName: AlarmName, ...ALARM, ...otherwise }));
      await cloud.clock.advance(130_000);
    },
    /** Makes a metric bad for some minutes, from some time from now on: CloudWatch takes data of up to two hours ahead. */
    async spoil(MetricName: string, afterMs: number, minutes = 60): Promise<void> {
      const from = cloud.clock.now() + afterMs;
      const MetricData = Array.from({ length: minutes }, (_, minute) => ({
        MetricName,
        Timestamp: new Date(from + minute * 60_000),
        Value: 1,
      }));
      await people.send(new PutMetricDataCommand({ Namespace: ALARM.Namespace, MetricData }));
    },
    /** Asks the alarms from within a run. */
    async ask<Found>(question: (alarms: Alarms) => Promise<Found>): Promise<Found> {
      const running = stage.start('a run', ({ connect }) => question(awsAlarms(connect(CloudWatchClient))));
      running.ended.catch(() => {});
      await stage.finish();
      return running.ended;
    },
    /** Watches five minutes, unless it is said otherwise, while something else is done. */
    async watch(
      given: Partial<Gate> & Pick<Gate, 'rules'>,
      meanwhile?: (company: Company) => Promise<void>,
    ): Promise<Watch | undefined> {
      const running = stage.start('a gate', ({ connect, clock, signal }) => {
        const timeoutMs = given.timeoutMs ?? 3_600_000;
        const deadline = clock.now() + timeoutMs;
        const usedUp = new AbortController();
        const ended = new AbortController();
        clock.sleep(timeoutMs, ended.signal).then(
          () => usedUp.abort(new Error('The time is used up.')),
          () => {},
        );
        return watchGate({
          title: '10 %',
          forMs: 300_000,
          settleMs: 0,
          remedies: { tooLittle: 'Put the alarm right.', heldTooLong: 'Put the alarm right in time.' },
          alarms: awsAlarms(connect(CloudWatchClient)),
          clock,
          log,
          ...given,
          signal: AbortSignal.any([signal, usedUp.signal]),
          deadline,
          timeoutMs,
        }).finally(() => ended.abort());
      });
      running.ended.catch(() => {});
      if (meanwhile) {
        const cancel = () => running.cancel(new Error('The workflow was cancelled.'));
        stage.start('a person', (means) => meanwhile({ ...means, cancel }));
      }
      await stage.finish();
      return running.ended;
    },
    async stop(): Promise<void> {
      await stage.clear();
      people.destroy();
      await cloud.stop();
    },
  };
}

/** A started world. */
export type GateWorld = Awaited<ReturnType<typeof gateWorld>>;
