import type { ContractId } from './contract.ts';

/** Named selections of contracts. `core`: the five operations that the project began with. */
export const sets: { readonly core: readonly ContractId[] } = {
  core: [
    'EMail.RelayMessage/rest-v1',
    'EMail.SendEMails/rest-v1',
    'EMail.RelayMessage/soap-Services86',
    'Messaging.SendMessages/soap-Services86',
    'Messaging.CreateMessage/soap-Services87',
  ],
};
