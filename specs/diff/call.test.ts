import type { TypeRef } from '../contract.ts';
import { table, rest, soap } from '../testing/told.ts';
import { restContract, scalar, stated, versionOf } from '../testing/versions.ts';

table('the call as a whole', [
  [
    'another verb',
    rest(),
    rest({ method: 'PUT' }),
    ['breaking address-changed address: POST /api/v1/Agents/Fleet/SaveShip → PUT /api/v1/Agents/Fleet/SaveShip'],
    ['breaking address-changed address: PUT /api/v1/Agents/Fleet/SaveShip → POST /api/v1/Agents/Fleet/SaveShip'],
  ],
  [
    'another name of a placeholder',
    rest({ path: '/api/v1/Ship/{id}' }),
    rest({ path: '/api/v1/Ship/{shipId}' }),
    [],
    [],
  ],
  [
    'another SOAPAction',
    soap(),
    soap({ soapAction: 'urn:save' }),
    [
      'breaking soap-action-changed SOAPAction: http://www.superoffice.net/ws/crm/NetServer/Services86/Fleet/SaveShip → urn:save',
    ],
    [
      'breaking soap-action-changed SOAPAction: urn:save → http://www.superoffice.net/ws/crm/NetServer/Services86/Fleet/SaveShip',
    ],
  ],
  [
    'another wrapper element',
    soap(),
    soap({ elements: { output: 'AuthenticateResponse' } }),
    [
      'breaking wrapper-changed response output: SaveShipResponse in http://www.superoffice.net/ws/crm/NetServer/Services86 → AuthenticateResponse in http://www.superoffice.net/ws/crm/NetServer/Services86',
    ],
    [
      'breaking wrapper-changed response output: AuthenticateResponse in http://www.superoffice.net/ws/crm/NetServer/Services86 → SaveShipResponse in http://www.superoffice.net/ws/crm/NetServer/Services86',
    ],
  ],
  [
    'a further status',
    rest(),
    rest({
      statuses: [
        { status: 200, source: stated },
        { status: 201, source: stated },
      ],
    }),
    ['breaking status-added status: - → 201'],
    ['compatible status-removed status: 201 → -'],
  ],
  [
    'another status',
    rest(),
    rest({ statuses: [{ status: 201, source: stated }] }),
    ['breaking status-added status: - → 201', 'compatible status-removed status: 200 → -'],
    ['breaking status-added status: - → 200', 'compatible status-removed status: 201 → -'],
  ],
  [
    'more is done to the target',
    rest(),
    rest({ effect: 'send' }),
    ['breaking effect-raised effect: write → send'],
    ['compatible effect-lowered effect: send → write'],
  ],
  [
    'restricted Online',
    rest(),
    rest({ restricted: stated }),
    ['breaking restricted restricted: - → restricted'],
    ['compatible unrestricted restricted: restricted → -'],
  ],
  [
    'restricted Online, which SOAP pages often leave out',
    soap(),
    soap({ restricted: stated }),
    ['compatible restricted restricted: - → restricted'],
    ['compatible unrestricted restricted: restricted → -'],
  ],
  [
    'experimental',
    rest(),
    rest({ experimental: stated }),
    ['compatible experimental experimental: - → experimental'],
    ['compatible not-experimental experimental: experimental → -'],
  ],
  [
    'one result for each of an argument, which is said in prose or not at all',
    soap(),
    soap({ resultLength: { of: 'Names', source: stated } }),
    ['compatible result-length-stated result length: - → one for each of Names'],
    ['compatible result-length-unstated result length: one for each of Names → -'],
  ],
  [
    'one result for each of another argument',
    soap({ resultLength: { of: 'Ships', source: stated } }),
    soap({ resultLength: { of: 'Names', source: stated } }),
    ['breaking result-length-changed result length: one for each of Ships → one for each of Names'],
    ['breaking result-length-changed result length: one for each of Names → one for each of Ships'],
  ],
  [
    'a media type of the request',
    rest(),
    rest({ consumes: ['text/json', 'application/json'] }),
    ['compatible media-type-added request request media type: - → text/json'],
    ['breaking media-type-removed request request media type: text/json → -'],
  ],
  [
    'a media type of the answer',
    rest(),
    rest({ produces: ['application/json', 'text/xml'] }),
    ['compatible media-type-added response response media type: - → text/xml'],
    ['breaking media-type-removed response response media type: text/xml → -'],
  ],
  [
    'the same media types in another order',
    rest({ consumes: ['a/b', 'c/d'] }),
    rest({ consumes: ['c/d', 'a/b'] }),
    [],
    [],
  ],
  [
    'an operation',
    rest(),
    versionOf([restContract(), restContract({ operation: 'Sink' })]),
    ['compatible operation-added Fleet.Sink: - → POST /api/v1/Agents/Fleet/Sink'],
    ['breaking operation-removed Fleet.Sink: POST /api/v1/Agents/Fleet/Sink → -'],
  ],
]);

const parameter = (required: boolean, values?: readonly string[], type: TypeRef = scalar('string')) =>
  rest({ query: [{ name: 'mode', type, required, source: stated, ...(values === undefined ? {} : { values }) }] });

table('query parameters', [
  [
    'an optional one',
    rest(),
    parameter(false),
    ['compatible parameter-added request query mode: - → string'],
    ['breaking parameter-removed request query mode: string → -'],
  ],
  [
    'a required one',
    rest(),
    parameter(true),
    ['breaking required-parameter-added request query mode: - → string'],
    ['breaking parameter-removed request query mode: string → -'],
  ],
  [
    'one that is required now',
    parameter(false),
    parameter(true),
    ['breaking parameter-required request query mode: optional → required'],
    ['compatible parameter-optional request query mode: required → optional'],
  ],
  [
    'one of another type',
    parameter(true),
    parameter(true, undefined, scalar('int32')),
    ['breaking type-replaced request query mode: string → int32'],
    ['breaking type-replaced request query mode: int32 → string'],
  ],
  [
    'one that takes another name',
    parameter(true, ['Fast']),
    parameter(true, ['Fast', 'Slow']),
    ['compatible enum-value-added request query mode.Slow: - → Slow'],
    ['breaking enum-value-removed request query mode.Slow: Slow → -'],
  ],
  [
    'one whose names are listed',
    parameter(true),
    parameter(true, ['Fast', 'Slow']),
    ['compatible type-stated request query mode: any value → Fast, Slow'],
    ['compatible type-unstated request query mode: Fast, Slow → any value'],
  ],
]);
