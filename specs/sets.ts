import type { ContractId } from './contract.ts';

const core: readonly ContractId[] = [
  'EMail.RelayMessage/rest-v1',
  'EMail.SendEMails/rest-v1',
  'EMail.RelayMessage/soap-Services86',
  'Messaging.SendMessages/soap-Services86',
  'Messaging.CreateMessage/soap-Services87',
];

/**
 * Named selections of contracts. `core`: the five operations that the project began with. `kinds`: those and a few small
 * ones, so that every kind of value, of request and of result is met once; the proof of the checks runs over them.
 */
export const sets: { readonly core: readonly ContractId[]; readonly kinds: readonly ContractId[] } = {
  core,
  kinds: [
    ...core,
    // Booleans, a date and an enum, on both protocols.
    'FreeText.GetStatus/rest-v1',
    'FreeText.GetStatus/soap-Services86',
    // A duration, and no argument; an int64; a stream; an id.
    'Appointment.CreateDefaultSuggestedAppointmentEntity/rest-v1',
    'Document.GetDocumentLength/rest-v1',
    'Audience.GetLogoImage/rest-v1',
    'List.GetMrMrs/rest-v1',
    // An argument that is the name of an enum member.
    'UserDefinedFieldInfo.IsPublishEventActive/rest-v1',
    // Fractions and small integers.
    'List.GetBaseCurrency/soap-Services86',
    // An id that may be nobody's, on both protocols.
    'List.GetMrMrs/soap-Services86',
    // Bytes.
    'Audience.GetLogoImage/soap-Services86',
    // A duration.
    'Appointment.GetSuggestedAppointmentEntity/soap-Services86',
    // A carrier that others are derived from.
    'UserDefinedFieldInfo.GetCustomFieldInfo/soap-Services87',
    // An out-parameter beside the result.
    'FileManager.ReadFilePart/soap-Services86',
  ],
};
