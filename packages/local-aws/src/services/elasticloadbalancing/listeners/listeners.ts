import type {
  CreateListenerInput,
  CreateListenerOutput,
  DescribeListenersInput,
  DescribeListenersOutput,
  Listener,
  ModifyListenerInput,
  ModifyListenerOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { duplicateListener, listenerNotFound, notImplemented, validationError } from '../errors.ts';
import { followUse } from '../groups/use.ts';
import { define } from '../operation.ts';
import { page } from '../paging.ts';
import { type LoadBalancingPlace, listenerOf, loadBalancerOf, newId, ruleOf } from '../place.ts';
import type { ListenerRecord, LoadBalancerRecord } from '../state.ts';
import { checkedActions } from './actions.ts';
import { changeActions } from './change.ts';

/** CreateListener, ModifyListener and DescribeListeners. */
export const listenerOperations = {
  CreateListener: define<CreateListenerInput, CreateListenerOutput>({
    takes: ['LoadBalancerArn', 'Protocol', 'Port', 'DefaultActions', 'Certificates', 'SslPolicy'],
    resource: ({ LoadBalancerArn = '' }) => LoadBalancerArn,
    run(place, { LoadBalancerArn, Protocol, Port, DefaultActions = [], Certificates, SslPolicy }) {
      const loadBalancer = loadBalancerOf(place, LoadBalancerArn);
      if (Protocol === undefined) throw validationError('A protocol must be specified');
      if (Port === undefined) throw validationError('A port must be specified');
      assertPort(place, loadBalancer.arn, Port);
      const certificates = (Certificates ?? []).map(({ CertificateArn = '' }) => CertificateArn);
      assertProtocol(loadBalancer, Protocol, certificates, SslPolicy);
      const actions = checkedActions(place, DefaultActions, loadBalancer.arn);
      const arn = `${loadBalancer.arn.replace(':loadbalancer/', ':listener/')}/${newId(place)}`;
      const defaultRuleArn = `${arn.replace(':listener/', ':listener-rule/')}/${newId(place)}`;
      const listener = {
        arn,
        loadBalancerArn: loadBalancer.arn,
        port: Port,
        protocol: Protocol,
        certificates,
        sslPolicy: SslPolicy ?? (Protocol === 'HTTPS' ? 'ELBSecurityPolicy-2016-08' : undefined),
        defaultRuleArn,
      };
      place.state.listeners.set(arn, listener);
      const rule = { arn: defaultRuleArn, listenerArn: arn, priority: undefined, conditions: [], actions };
      place.state.rules.set(defaultRuleArn, rule);
      followUse(place.state, place.clock.now());
      return { Listeners: [shown(place, listener)] };
    },
  }),

  ModifyListener: define<ModifyListenerInput, ModifyListenerOutput>({
    takes: ['ListenerArn', 'Port', 'Protocol', 'DefaultActions', 'Certificates', 'SslPolicy'],
    resource: ({ ListenerArn = '' }) => ListenerArn,
    run(place, { ListenerArn, Port, Protocol, DefaultActions, Certificates, SslPolicy }) {
      const listener = listenerOf(place, ListenerArn);
      if (Port !== undefined && Port !== listener.port) assertPort(place, listener.loadBalancerArn, Port);
      const protocol = Protocol ?? listener.protocol;
      const certificates = Certificates?.map(({ CertificateArn = '' }) => CertificateArn) ?? listener.certificates;
      const sslPolicy = SslPolicy ?? listener.sslPolicy;
      assertProtocol(loadBalancerOf(place, listener.loadBalancerArn), protocol, certificates, sslPolicy);
      const rule = ruleOf(place, listener.defaultRuleArn);
      const actions = DefaultActions && checkedActions(place, DefaultActions, listener.loadBalancerArn);
      Object.assign(listener, { port: Port ?? listener.port, protocol, certificates, sslPolicy });
      if (actions) changeActions(place.state, rule, actions, place.clock.now());
      return { Listeners: [shown(place, listener)] };
    },
  }),

  DescribeListeners: define<DescribeListenersInput, DescribeListenersOutput>({
    takes: ['LoadBalancerArn', 'ListenerArns', 'Marker', 'PageSize'],
    run(place, { LoadBalancerArn, ListenerArns, Marker, PageSize }) {
      // "You must specify either a load balancer or one or more listeners" (API_DescribeListeners).
      if ((LoadBalancerArn === undefined) === (ListenerArns === undefined)) {
        throw validationError('You must specify either listener ARNs or a load balancer ARN');
      }
      if (LoadBalancerArn !== undefined) loadBalancerOf(place, LoadBalancerArn);
      const all = [...place.state.listeners.values()];
      if (ListenerArns?.some((arn) => !place.state.listeners.has(arn))) throw listenerNotFound();
      const found = all.filter(
        ({ arn, loadBalancerArn }) =>
          (ListenerArns?.includes(arn) ?? true) && (LoadBalancerArn ?? loadBalancerArn) === loadBalancerArn,
      );
      const { items, next } = page(found, { Marker, PageSize });
      return { Listeners: items.map((each) => shown(place, each)), ...next };
    },
  }),
};

function assertPort({ state }: LoadBalancingPlace, loadBalancerArn: string, port: number): void {
  if (!(port >= 1 && port <= 65_535)) throw validationError(`Port '${port}' not in the valid range 1-65535`);
  for (const listener of state.listeners.values()) {
    if (listener.loadBalancerArn === loadBalancerArn && listener.port === port)
      throw duplicateListener(loadBalancerArn);
  }
}

/** "If the listener protocol is HTTPS, you must deploy at least one SSL server certificate" (load-balancer-listeners.html). */
function assertProtocol(
  { settings: { type } }: LoadBalancerRecord,
  protocol: string,
  certificates: readonly string[],
  sslPolicy: string | undefined,
): void {
  const isHttp = ['HTTP', 'HTTPS'].includes(protocol);
  // "For Application Load Balancers, the supported protocols are HTTP and HTTPS. For Network Load Balancers, the supported protocols are TCP, …" (API_CreateListener).
  if (isHttp !== (type === 'application')) {
    throw validationError(`The protocol ${protocol} is not supported for listeners of load balancers of type ${type}`);
  }
  if (!isHttp && protocol !== 'TCP') throw notImplemented(`listeners of the protocol ${protocol}`);
  if (protocol === 'HTTPS' && certificates.length !== 1) {
    throw validationError('A certificate must be specified for HTTPS listeners');
  }
  if (protocol !== 'HTTPS' && (certificates.length > 0 || sslPolicy !== undefined)) {
    throw validationError(`Certificates and a security policy cannot be specified for ${protocol} listeners`);
  }
}

function shown(place: LoadBalancingPlace, listener: ListenerRecord): Listener {
  const { arn, loadBalancerArn, port, protocol, certificates, sslPolicy, defaultRuleArn } = listener;
  return {
    ListenerArn: arn,
    LoadBalancerArn: loadBalancerArn,
    Port: port,
    Protocol: protocol as Listener['Protocol'],
    ...(certificates.length > 0 && { Certificates: certificates.map((CertificateArn) => ({ CertificateArn })) }),
    ...(sslPolicy !== undefined && { SslPolicy: sslPolicy }),
    DefaultActions: [...ruleOf(place, defaultRuleArn).actions],
  };
}
