import type { Contract, Field, NamedType, Source, Status, TypeRef, Types } from '../specs/contract.ts';
import { printable } from '../reporters/text.ts';
import { columns } from './output.ts';
import { pageNames } from './page-names.ts';
import { printableLines } from './printable-lines.ts';
import { typesUsedBy } from './types-used.ts';

/** Says where a fact is stated: the kind of page, its short name and the line. */
type Place = (source: Source) => string;

interface Paint {
  bold(text: string): string;
}

/** A contract for people to read: how it is asked, its members, the types behind them, and what its sources disagree on. */
export function contractText(contract: Contract, types: Types, paint: Paint): string {
  const used = typesUsedBy(contract, types);
  const names = pageNames([contract, ...used]);
  const place = ({ evidence, page, line }: Source): string =>
    `${evidence} ${names.get(page) ?? page}${line === undefined ? '' : `:${line}`}`;
  const sections: readonly (readonly [title: string, text: string])[] = [
    [contract.id, columns(facts(contract, place))],
    ['Input', inputText(contract, place)],
    ['Output', outputText(contract, place)],
    ...used.map((type): [string, string] => [typeTitle(type, place), typeBody(type, place)]),
    ['Disputes', disputes(contract, place)],
    ['Errata', columns(contract.errata.map((erratum) => [`  ${erratum.id}`, place(erratum.source)]))],
    ['Pages', [...names.keys()].map((page) => `  ${page}\n`).join('')],
  ];
  return `${sections
    .filter(([, text]) => text !== '')
    .map(([title, text]) => `${paint.bold(printable(title))}\n${printableLines(text)}`)
    .join('\n')}`;
}

function statusRows(title: string, statuses: readonly Status[], place: Place): readonly (readonly string[])[] {
  return statuses.map(({ status, source }) => [title, `${status}  ${place(source)}`]);
}

function facts(contract: Contract, place: Place): readonly (readonly string[])[] {
  return [
    ...(contract.protocol === 'rest'
      ? [
          ['  address', `${contract.method} ${contract.path}`],
          ...statusRows('  status', contract.statuses, place),
          ...statusRows('  other status', contract.otherStatuses ?? [], place),
          ...(contract.consumes.length > 0 ? [['  consumes', contract.consumes.join(', ')]] : []),
          ...(contract.produces.length > 0 ? [['  produces', contract.produces.join(', ')]] : []),
        ]
      : [
          ['  address', `POST ${contract.path}`],
          ['  SOAPAction', contract.soapAction],
          ['  namespace', contract.namespace],
        ]),
    ['  effect', `${contract.effect} (${contract.effectRule})`],
    ...(contract.restricted === undefined ? [] : [['  restricted', place(contract.restricted)]]),
    ...(contract.experimental === undefined ? [] : [['  experimental', place(contract.experimental)]]),
    ...(contract.resultLength === undefined
      ? []
      : [['  length', `as many results as ${contract.resultLength.of}  ${place(contract.resultLength.source)}`]]),
    ['  page', place(contract.source)],
  ];
}

function inputText(contract: Contract, place: Place): string {
  if (contract.protocol === 'soap') {
    return (
      wrapperText(contract.input.element, contract.input.fields, place) + headerText(contract.requestHeader, place)
    );
  }
  const query = columns(
    contract.query.map((parameter) => [
      `  ?${parameter.name}`,
      parameter.values === undefined ? typeText(parameter.type) : parameter.values.join(' | '),
      parameter.required ? 'required' : 'optional',
      place(parameter.source),
    ]),
  );
  return (
    query + (contract.input === 'nothing' ? '  no body\n' : bodyText(contract.input.type, contract.input.source, place))
  );
}

function outputText(contract: Contract, place: Place): string {
  if (contract.protocol === 'soap') {
    const { element, fields } = contract.output;
    return wrapperText(element, fields, place) + headerText(contract.responseHeader, place);
  }
  return contract.output === 'nothing' ? '  nothing\n' : bodyText(contract.output.type, contract.output.source, place);
}

function wrapperText(element: string, fields: readonly Field[], place: Place): string {
  return `  ${element}${fields.length === 0 ? '  always empty' : ''}\n${fieldRows(fields, '    ', place)}`;
}

function headerText(fields: readonly Field[], place: Place): string {
  return fields.length === 0 ? '' : `  soap:Header\n${fieldRows(fields, '    ', place)}`;
}

function bodyText(type: TypeRef, source: Source, place: Place): string {
  const fields = inlineFields(type);
  return `  body  ${typeText(type)}  ${place(source)}\n${fieldRows(fields, '    ', place)}`;
}

/** The members that stand in the type itself and not behind a name. */
function inlineFields(type: TypeRef): readonly Field[] {
  switch (type.kind) {
    case 'object':
      return type.fields;
    case 'array':
      return inlineFields(type.items);
    case 'map':
      return inlineFields(type.values);
    case 'scalar':
    case 'named':
    case 'unknown':
      return [];
  }
}

function fieldRows(fields: readonly Field[], indent: string, place: Place): string {
  return columns(rowsOf(fields, indent, place));
}

function rowsOf(fields: readonly Field[], indent: string, place: Place): readonly (readonly string[])[] {
  return fields.flatMap((field) => [
    [`${indent}${field.name}`, typeText(field.type), presence(field), places(field, place)],
    ...rowsOf(inlineFields(field.type), `${indent}  `, place),
  ]);
}

/** Whether it may be null, and on SOAP whether it may be left out; what no source says is not told. */
function presence({ nullable, optional }: Field): string {
  return [
    ...(nullable === undefined ? [] : [nullable ? 'nullable' : 'not null']),
    ...(optional === undefined ? [] : [optional ? 'optional' : 'always there']),
  ].join(', ');
}

function typeText(type: TypeRef): string {
  switch (type.kind) {
    case 'scalar':
      return type.scalar;
    case 'named':
      return type.name;
    case 'array':
      return `array of ${typeText(type.items)}`;
    case 'map':
      return `map of ${typeText(type.values)}`;
    case 'object':
      return 'object';
    case 'unknown':
      return type.shape === undefined ? 'unknown' : 'object of unknown members';
  }
}

function typeTitle(type: NamedType, place: Place): string {
  const base = type.kind === 'object' && type.base !== undefined ? ` extends ${type.base}` : '';
  return `${type.name}  ${type.kind}${base}  ${place(type.source)}`;
}

function typeBody(type: NamedType, place: Place): string {
  switch (type.kind) {
    case 'object':
      return type.fields.length === 0 ? '  no members of its own\n' : fieldRows(type.fields, '  ', place);
    case 'enum':
    case 'flags':
      return `  ${type.values.join(type.kind === 'flags' ? ', ' : ' | ')}\n`;
    case 'array':
      return fieldRows([type.item], '  ', place);
    case 'map':
      return fieldRows([type.key, type.value], '  ', place);
  }
}

function disputes(contract: Contract, place: Place): string {
  return contract.disputes
    .map(
      ({ at, chosen, rejected }) =>
        `  ${at}\n    chosen    ${chosen.value}  ${place(chosen.source)}\n    rejected  ${rejected.value}  ${place(rejected.source)}\n`,
    )
    .join('');
}

function places({ source, typeSource }: Field, place: Place): string {
  return typeSource === undefined ? place(source) : `${place(source)}, type ${place(typeSource)}`;
}
