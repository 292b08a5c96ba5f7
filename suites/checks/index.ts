import type { FaultId } from '../../fixtures/emulator/faults.ts';
import type { Level } from '../../schemas/finding.ts';
import type { Check, CheckId } from '../check.ts';
import { authChecks } from './auth.ts';
import { discoveryChecks } from './discovery.ts';
import { httpFrameChecks } from './http-frame.ts';
import { httpChecks } from './http.ts';
import { parityChecks } from './parity.ts';
import { parityReadChecks } from './parity-reads.ts';
import { parityRefusalChecks } from './parity-refusals.ts';
import { parityValueChecks } from './parity-values.ts';
import { restFormChecks } from './rest-forms.ts';
import { restRefusalChecks } from './rest-refusals.ts';
import { restValueChecks } from './rest-values.ts';
import { restChecks } from './rest.ts';
import { soapValueChecks } from './soap-values.ts';
import { soapBehaviourChecks } from './soap-behaviour.ts';
import { soapCallChecks } from './soap-call.ts';
import { soapHeaderChecks } from './soap-header.ts';
import { soapWsdlChecks } from './soap-wsdl.ts';
import { soapChecks } from './soap.ts';

/** All checks, in the order of the catalogue. */
export const checks: readonly Check[] = [
  ...httpChecks,
  ...httpFrameChecks,
  ...restChecks,
  ...restFormChecks,
  ...restRefusalChecks,
  ...restValueChecks,
  ...authChecks,
  ...soapChecks,
  ...soapCallChecks,
  ...soapHeaderChecks,
  ...soapValueChecks,
  ...soapBehaviourChecks,
  ...soapWsdlChecks,
  ...parityChecks,
  ...parityValueChecks,
  ...parityRefusalChecks,
  ...parityReadChecks,
  ...discoveryChecks,
];

/** What a fault leads to, served to a run over the core contracts. */
export interface Trip {
  readonly check: CheckId;
  /** At OBSERVE the check observes, else it fails. */
  readonly level: Level;
}

/** The checks that a fault trips, in the order of the catalogue; every other check keeps its outcome or is blocked. */
export function trippedBy(faultId: string): readonly Trip[] {
  return checks
    .filter((check) => (check.trippedBy as readonly string[]).includes(faultId))
    .map((check) => ({ check: check.id, level: check.tripsAt?.[faultId as FaultId] ?? check.level }));
}
