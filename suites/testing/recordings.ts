import type { ContractId } from '../../specs/contract.ts';

/** A JSON answer in the tests of the vendor's npm client, and what it is an answer to. */
export interface Recording {
  readonly file: string;
  readonly contract: ContractId;
  /** The carrier that it is, where the client's tests do not say which operation answered it. */
  readonly carrier?: string;
}

export const recordings: readonly Recording[] = [
  { file: 'Appointment63.json', contract: 'Appointment.GetAppointmentEntity/rest-v1' },
  { file: 'Appointment63-notz.json', contract: 'Appointment.GetAppointmentEntity/rest-v1' },
  { file: 'Appointment63-utctz.json', contract: 'Appointment.SaveAppointmentEntity/rest-v1' },
  { file: 'ContactDefault.json', contract: 'Contact.CreateDefaultContactEntity/rest-v1' },
  { file: 'ContactEntity.json', contract: 'Contact.GetContact/rest-v1' },
  { file: 'DocumentGetTemplateStream.json', contract: 'Document.GetTemplateStream/rest-v1' },
  { file: 'DocumentGetTemplateStreamBinary.json', contract: 'Document.GetTemplateStream/rest-v1' },
  { file: 'Person210.json', contract: 'Person.GetPersonEntity/rest-v1' },
  { file: 'Person210-notz.json', contract: 'Person.GetPersonEntity/rest-v1' },
  { file: 'Person210-utctz.json', contract: 'Person.GetPersonEntity/rest-v1' },
  {
    file: 'RecurrenceInfo.json',
    contract: 'Appointment.GetAppointmentEntity/rest-v1',
    carrier: 'RecurrenceInfo',
  },
  { file: 'TableRights.json', contract: 'Appointment.GetAppointmentList/rest-v1' },
];

/** Of what these record, no published page and no WSDL says anything. */
export const undocumented: Readonly<Record<string, { readonly agent: string; readonly reason: string }>> = {
  'Webhook.json': { agent: 'Webhook', reason: 'the catalogue has no page of the Webhook agent' },
};

/** A place where a recording departs from the contract, and why it is the recording that is wrong. */
export interface Departure {
  readonly file: string;
  readonly check: string;
  readonly at: string;
  readonly because:
    | { readonly kind: 'older'; readonly carrier: string; readonly member: string; readonly lacking: 'soap-Services86' }
    | { readonly kind: 'other'; readonly reason: string };
}

/** The server that answered is older than the pages: the WSDL of that generation has no such member. */
const older = (file: string, at: string, carrier: string, member: string): Departure => ({
  file,
  check: 'REST-MEMBERS',
  at: `${at}.${member}`,
  because: { kind: 'older', carrier, member, lacking: 'soap-Services86' },
});

/** Its address has no Formatted either, which came with Services87: an older server, though its SOAP knew these. */
const beforeStreet = (file: string, at: string): Departure => ({
  file,
  check: 'REST-MEMBERS',
  at,
  because: {
    kind: 'other',
    reason: 'that server gave an address on REST as LocalizedAddress only; those recorded later give all of it',
  },
});

export const departures: readonly Departure[] = [
  beforeStreet('ContactDefault.json', 'body.Address.Street'),
  beforeStreet('ContactDefault.json', 'body.Address.Postal'),
  older('ContactDefault.json', 'body.Address', 'Address', 'Formatted'),
  older('ContactDefault.json', 'body', 'ContactEntity', 'BounceEmails'),
  older('ContactDefault.json', 'body', 'ContactEntity', 'Domains'),
  older('ContactDefault.json', 'body', 'ContactEntity', 'CustomFields'),
  beforeStreet('ContactEntity.json', 'body.Address.Street'),
  beforeStreet('ContactEntity.json', 'body.Address.Postal'),
  older('ContactEntity.json', 'body.Address', 'Address', 'Formatted'),
  older('ContactEntity.json', 'body', 'Contact', 'Number1'),
  older('ContactEntity.json', 'body', 'Contact', 'Number2'),
  older('TableRights.json', 'body[0]', 'Appointment', 'CautionWarning'),
  older('TableRights.json', 'body[0]', 'Appointment', 'JoinVideomeetUrl'),
  older('TableRights.json', 'body[1]', 'Appointment', 'CautionWarning'),
  older('TableRights.json', 'body[1]', 'Appointment', 'JoinVideomeetUrl'),
  {
    file: 'DocumentGetTemplateStreamBinary.json',
    check: 'REST-BASE64',
    at: 'body',
    because: {
      kind: 'other',
      reason: 'stands for the raw bytes that Accept: application/octet-stream gives, and is no answer in JSON',
    },
  },
];
