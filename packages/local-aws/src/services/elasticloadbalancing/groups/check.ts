import { notImplemented, validationError } from '../errors.ts';
import type { HealthCheck } from '../state.ts';

/** The members of CreateTargetGroup and ModifyTargetGroup that say how targets are checked. */
export interface GivenCheck {
  readonly HealthCheckProtocol?: string | undefined;
  readonly HealthCheckPort?: string | undefined;
  readonly HealthCheckEnabled?: boolean | undefined;
  readonly HealthCheckPath?: string | undefined;
  readonly HealthCheckIntervalSeconds?: number | undefined;
  readonly HealthCheckTimeoutSeconds?: number | undefined;
  readonly HealthyThresholdCount?: number | undefined;
  readonly UnhealthyThresholdCount?: number | undefined;
  readonly Matcher?: { readonly HttpCode?: string | undefined; readonly GrpcCode?: string | undefined } | undefined;
}

/** Their names, for `takes`. */
export const CHECK_MEMBERS = [
  'HealthCheckProtocol',
  'HealthCheckPort',
  'HealthCheckEnabled',
  'HealthCheckPath',
  'HealthCheckIntervalSeconds',
  'HealthCheckTimeoutSeconds',
  'HealthyThresholdCount',
  'UnhealthyThresholdCount',
  'Matcher.HttpCode',
] as const;

/** Of HTTP and HTTPS (API_CreateTargetGroup). The timeout is 5 s by the user guide's table (target-group-health-checks.html), 6 s by the API's page. */
export const defaultCheck: HealthCheck = {
  protocol: 'HTTP',
  port: 'traffic-port',
  path: '/',
  intervalSeconds: 30,
  timeoutSeconds: 5,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
  matcher: '200',
};

/** Of TCP: network/target-group-health-checks.html. Whether something listens is all that is asked. */
export const defaultTcpCheck: HealthCheck = {
  ...defaultCheck,
  protocol: 'TCP',
  path: '',
  timeoutSeconds: 10,
  matcher: '',
};

/** What is given in place of what was; throws ValidationError. Bounds are botocore's, and those of the user guide, target-group-health-checks.html. */
export function checkOf(given: GivenCheck, before: HealthCheck): HealthCheck {
  const check = {
    protocol: given.HealthCheckProtocol ?? before.protocol,
    port: given.HealthCheckPort ?? before.port,
    path: given.HealthCheckPath ?? before.path,
    intervalSeconds: given.HealthCheckIntervalSeconds ?? before.intervalSeconds,
    timeoutSeconds: given.HealthCheckTimeoutSeconds ?? before.timeoutSeconds,
    healthyThreshold: given.HealthyThresholdCount ?? before.healthyThreshold,
    unhealthyThreshold: given.UnhealthyThresholdCount ?? before.unhealthyThreshold,
    matcher: given.Matcher?.HttpCode ?? before.matcher,
  };
  // "If the target type is instance, ip, or alb, health checks are always enabled and can't be disabled" (API_CreateTargetGroup).
  if (given.HealthCheckEnabled === false) {
    throw validationError("Health check enabled must be true for target groups with target type 'ip'");
  }
  const isTcp = before.protocol === 'TCP';
  if (isTcp && (check.protocol !== 'TCP' || check.path !== '' || check.matcher !== '')) {
    throw notImplemented('health checks by HTTP of target groups with the protocol TCP');
  }
  if (!isTcp && !['HTTP', 'HTTPS'].includes(check.protocol)) {
    throw validationError(
      `Health check protocol '${check.protocol}' is not supported for target groups with the protocol HTTP`,
    );
  }
  if (
    check.port !== 'traffic-port' &&
    !(/^\d{1,5}$/.test(check.port) && Number(check.port) >= 1 && Number(check.port) <= 65_535)
  ) {
    throw validationError(`Health check port '${check.port}' must be in the range 1-65535 inclusive or 'traffic-port'`);
  }
  if (!isTcp && !/^\/[^\s]{0,1023}$/.test(check.path)) {
    throw validationError(
      `Health check path '${check.path}' must begin with a '/' character, and can be at most 1024 characters`,
    );
  }
  assertWithin('Health check interval', check.intervalSeconds, 5, 300);
  assertWithin('Health check timeout', check.timeoutSeconds, 2, 120);
  assertWithin('Healthy threshold count', check.healthyThreshold, 2, 10);
  assertWithin('Unhealthy threshold count', check.unhealthyThreshold, 2, 10);
  // Seen: zalando-incubator/kube-ingress-aws-controller#392.
  if (check.timeoutSeconds >= check.intervalSeconds) {
    throw validationError('Health check interval must be greater than the timeout.');
  }
  if (!isTcp) assertMatcher(check.matcher);
  return check;
}

function assertWithin(what: string, value: number, from: number, to: number): void {
  if (Number.isInteger(value) && value >= from && value <= to) return;
  throw validationError(`${what} '${value}' not in the valid range ${from}-${to}`);
}

/** "You can specify values between 200 and 499 … multiple values (for example, "200,202") or a range" (API_Matcher). */
function assertMatcher(matcher: string): void {
  const isCode = (code: string) => /^[2-4]\d\d$/.test(code);
  const isRange = (text: string) => {
    const [from = '', to = from, ...more] = text.split('-');
    return isCode(from) && isCode(to) && Number(from) <= Number(to) && more.length === 0;
  };
  if (matcher.split(',').every(isRange)) return;
  throw validationError(`Health check matcher HTTP code '${matcher}' must be within '200-499' inclusive`);
}

/** Whether a status is one that a matcher takes. */
export function matches(matcher: string, status: number): boolean {
  return matcher.split(',').some((text) => {
    const [from, to = from] = text.split('-').map(Number);
    return status >= from! && status <= to!;
  });
}
