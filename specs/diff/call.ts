import { effects, type Contract, type RestContract, type Status } from '../contract.ts';
import type { Difference, Stated } from './change.ts';
import type { ChangeKind } from './rules.ts';
import type { Versions } from './versions.ts';

/** What differs of the call as a whole: how it is asked for, what it does, what it promises. */
export function compareCalls(before: Contract, after: Contract, versions: Versions): readonly Difference[] {
  return [
    ...addressChange(before, after, versions),
    ...actionChange(before, after, versions),
    ...(before.protocol === 'rest' && after.protocol === 'rest' ? allStatusChanges(before, after) : []),
    ...effectChange(before, after),
    ...markChange('restricted', ['restricted', 'unrestricted'], before, after),
    ...markChange('experimental', ['experimental', 'not-experimental'], before, after),
    ...lengthChange(before, after),
  ];
}

function addressChange(before: Contract, after: Contract, { differ }: Versions): readonly Difference[] {
  const [was, is] = [addressOf(before), addressOf(after)];
  // What a placeholder is called is not seen in an address.
  const bare = (address: string): string => address.replace(/\{[^}]*\}/g, '{}');
  if (!differ(bare(was), bare(is))) return [];
  return [changed('address-changed', 'address', stated(was, before), stated(is, after))];
}

function addressOf(contract: Contract): string {
  return `${contract.protocol === 'rest' ? contract.method : 'POST'} ${contract.path}`;
}

function actionChange(before: Contract, after: Contract, { differ }: Versions): readonly Difference[] {
  if (before.protocol === 'rest' || after.protocol === 'rest') return [];
  const [was, is] = [before.soapAction, after.soapAction];
  if (!differ(was, is)) return [];
  return [changed('soap-action-changed', 'SOAPAction', stated(was, before), stated(is, after))];
}

function allStatusChanges(before: RestContract, after: RestContract): readonly Difference[] {
  const others = ({ otherStatuses = [] }: RestContract): readonly Status[] => otherStatuses;
  return [
    ...statusChanges(before.statuses, after.statuses, ['status-added', 'status-removed']),
    ...statusChanges(others(before), others(after), ['other-status-added', 'other-status-removed']),
  ];
}

function statusChanges(
  before: readonly Status[],
  after: readonly Status[],
  [added, removed]: readonly [ChangeKind, ChangeKind],
): readonly Difference[] {
  const among = (statuses: readonly Status[], status: number): boolean => statuses.some((one) => one.status === status);
  const told = ({ status, source }: Status): Stated => ({ value: String(status), source });
  return [
    ...before
      .filter(({ status }) => !among(after, status))
      .map((one) => changed(removed, 'status', told(one), undefined)),
    ...after
      .filter(({ status }) => !among(before, status))
      .map((one) => changed(added, 'status', undefined, told(one))),
  ];
}

function effectChange(before: Contract, after: Contract): readonly Difference[] {
  if (before.effect === after.effect) return [];
  const raised = effects.indexOf(after.effect) > effects.indexOf(before.effect);
  const kind = raised ? 'effect-raised' : 'effect-lowered';
  return [changed(kind, 'effect', stated(before.effect, before), stated(after.effect, after))];
}

function markChange(
  mark: 'restricted' | 'experimental',
  [given, taken]: readonly [ChangeKind, ChangeKind],
  before: Contract,
  after: Contract,
): readonly Difference[] {
  const [was, is] = [before[mark], after[mark]];
  if (was === undefined && is !== undefined) return [changed(given, mark, undefined, { value: mark, source: is })];
  if (was !== undefined && is === undefined) return [changed(taken, mark, { value: mark, source: was }, undefined)];
  return [];
}

function lengthChange(before: Contract, after: Contract): readonly Difference[] {
  const [was, is] = [before.resultLength, after.resultLength];
  if (was?.of === is?.of) return [];
  const told = (length: Contract['resultLength']): Stated | undefined =>
    length && { value: `one for each of ${length.of}`, source: length.source };
  const kind = was === undefined ? 'stated' : is === undefined ? 'unstated' : 'changed';
  return [changed(`result-length-${kind}`, 'result length', told(was), told(is))];
}

function stated(value: string, { source }: Contract): Stated {
  return { value, source };
}

function changed(kind: ChangeKind, at: string, before: Stated | undefined, after: Stated | undefined): Difference {
  return { kind, at, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}
