import { table, rest, soap, body, restInput, restOutput, name, size } from '../testing/told.ts';
import { arrayOf, mapOf, member, object, scalar, stated } from '../testing/versions.ts';

table('bodies', [
  [
    'arguments where none were',
    rest({ input: 'nothing' }),
    rest(),
    ['breaking body-added request input: - → object'],
    ['breaking body-removed request input: object → -'],
  ],
  [
    'a result where none was',
    rest({ output: 'nothing', produces: [], statuses: [{ status: 204, source: stated }] }),
    rest(),
    [
      'breaking status-added status: - → 200',
      'compatible status-removed status: 204 → -',
      'compatible body-added response output: - → object',
    ],
    [
      'breaking status-added status: - → 204',
      'breaking body-removed response output: object → -',
      'compatible status-removed status: 200 → -',
    ],
  ],
  [
    'a status that is no success',
    rest(),
    rest({ otherStatuses: [{ status: 404, source: stated }] }),
    ['compatible other-status-added status: - → 404'],
    ['compatible other-status-removed status: 404 → -'],
  ],
  [
    'a result of a SOAP operation that had none',
    soap({ result: [] }),
    soap(),
    ['compatible body-added response output: - → Response'],
    ['breaking body-removed response output: Response → -'],
  ],
  [
    'an array of results',
    rest(),
    rest({ output: body(arrayOf(object(member('Name')))) }),
    ['breaking type-replaced response output: object → array of object'],
    ['breaking type-replaced response output: array of object → object'],
  ],
]);

table('members of a request', [
  [
    'one that no source requires',
    restInput(name),
    restInput(name, member('Size', scalar('int32'))),
    ['compatible member-added request input.Size: - → int32'],
    ['breaking member-removed request input.Size: int32 → -'],
  ],
  [
    'one that may be missing',
    soap({ request: [name] }),
    soap({ request: [name, size] }),
    ['compatible member-added request input.Size: - → int32'],
    ['breaking member-removed request input.Size: int32 → -'],
  ],
  [
    'one that is required',
    soap({ request: [name] }),
    soap({ request: [name, { ...size, optional: false }] }),
    ['breaking required-member-added request input.Size: - → int32, required'],
    ['breaking member-removed request input.Size: int32, required → -'],
  ],
  [
    'minOccurs',
    soap({ request: [name] }),
    soap({ request: [{ ...name, optional: false }] }),
    ['breaking member-required request input.Name: optional → required'],
    ['compatible member-optional request input.Name: required → optional'],
  ],
  [
    'null',
    soap({ request: [name] }),
    soap({ request: [{ ...name, nullable: false }] }),
    ['breaking member-not-null request input.Name: nullable → not null'],
    ['compatible member-nullable request input.Name: not null → nullable'],
  ],
  [
    'letter case, which JSON does not mind',
    restInput(member('HTMLBody')),
    restInput(member('HtmlBody')),
    ['compatible member-recased request input.HtmlBody: HTMLBody → HtmlBody'],
    ['compatible member-recased request input.HTMLBody: HtmlBody → HTMLBody'],
  ],
  [
    'letter case, which XML does mind',
    soap({ request: [member('HTMLBody')] }),
    soap({ request: [member('HtmlBody')] }),
    ['breaking member-recased request input.HtmlBody: HTMLBody → HtmlBody'],
    ['breaking member-recased request input.HTMLBody: HtmlBody → HTMLBody'],
  ],
  [
    'two that differ in case only are two',
    restInput(member('id'), member('ID')),
    restInput(member('ID')),
    ['breaking member-removed request input.id: string → -'],
    ['compatible member-added request input.id: - → string'],
  ],
]);

table('members of a result', [
  [
    'a further one',
    restOutput(name),
    restOutput(name, size),
    ['compatible member-added response output.Size: - → int32'],
    ['breaking member-removed response output.Size: int32 → -'],
  ],
  [
    'a further one inside a sequence',
    soap({ result: [name] }),
    soap({ result: [size, name] }),
    ['compatible member-added response output.Size: - → int32, before Name'],
    ['breaking member-removed response output.Size: int32 → -'],
  ],
  [
    'minOccurs',
    soap({ result: [name] }),
    soap({ result: [{ ...name, optional: false }] }),
    ['compatible member-required response output.Name: optional → required'],
    ['breaking member-optional response output.Name: required → optional'],
  ],
  [
    'null',
    restOutput(member('Name', scalar('string'), { nullable: false })),
    restOutput(member('Name', scalar('string'), { nullable: true })),
    ['breaking member-nullable response output.Name: not null → nullable'],
    ['compatible member-not-null response output.Name: nullable → not null'],
  ],
  [
    'null, of which no source spoke',
    restOutput(member('Name')),
    restOutput(member('Name', scalar('string'), { nullable: true })),
    ['compatible null-stated response output.Name: not stated → nullable'],
    ['compatible null-unstated response output.Name: nullable → not stated'],
  ],
  [
    'letter case',
    restOutput(member('HTMLBody')),
    restOutput(member('HtmlBody')),
    ['breaking member-recased response output.HtmlBody: HTMLBody → HtmlBody'],
    ['breaking member-recased response output.HTMLBody: HtmlBody → HTMLBody'],
  ],
  [
    'deep inside',
    restOutput(member('Crew', arrayOf(mapOf(object(name))))),
    restOutput(member('Crew', arrayOf(mapOf(object(name, size))))),
    ['compatible member-added response output.Crew[]{}.Size: - → int32'],
    ['breaking member-removed response output.Crew[]{}.Size: int32 → -'],
  ],
]);

table('order', [
  ['of JSON means nothing', restOutput(name, size), restOutput(size, name), [], []],
  [
    'of a sequence: only what moved is told',
    soap({ request: [member('A'), member('B'), member('C'), member('D')] }),
    soap({ request: [member('D'), member('A'), member('B'), member('C')] }),
    ['breaking order-changed request input.D: after C → first'],
    ['breaking order-changed request input.D: first → after C'],
  ],
  [
    'beside a member that is new',
    soap({ result: [member('A'), member('B')] }),
    soap({ result: [member('B'), member('X'), member('A')] }),
    [
      'breaking order-changed response output.A: first → after B',
      'compatible member-added response output.X: - → string, before A',
    ],
    [
      'breaking member-removed response output.X: string → -',
      'breaking order-changed response output.B: first → after A',
    ],
  ],
  [
    'of parts of the header means nothing',
    soap({ requestHeader: [name, size] }),
    soap({ requestHeader: [size, name] }),
    [],
    [],
  ],
]);

table('parts of soap:Header', [
  [
    'one that may be nil',
    soap({ requestHeader: [] }),
    soap({ requestHeader: [name] }),
    ['compatible header-part-added request request header Name: - → string'],
    ['breaking header-part-removed request request header Name: string → -'],
  ],
  [
    'one that is never nil',
    soap({ requestHeader: [] }),
    soap({ requestHeader: [member('Name', scalar('string'), { nullable: false })] }),
    ['breaking required-header-part-added request request header Name: - → string'],
    ['breaking header-part-removed request request header Name: string → -'],
  ],
  [
    'one of the answer',
    soap({ responseHeader: [] }),
    soap({ responseHeader: [name] }),
    ['compatible header-part-added response response header Name: - → string'],
    ['breaking header-part-removed response response header Name: string → -'],
  ],
]);
