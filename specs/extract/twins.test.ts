import { describe, expect, test } from 'vitest';
import type { Contract, Field, RestContract, SoapContract, TypeRef, Types } from '../contract.ts';
import { rules } from '../testing/extraction.ts';
import { archive, archivedFiles, reference } from '../testing/reference.ts';
import { extractCatalogue } from './extract.ts';

/**
 * Every REST contract against the same operation on the newest SOAP generation: void or not, arguments, kind of
 * result, members of both. What is listed here is what the two documentations disagree on.
 */

const absent = 'absent' in reference ? reference.absent : undefined;
if (absent) process.stderr.write(`skipped: ${absent}\n`);

interface Side {
  readonly fields: readonly Field[];
  readonly types: Types;
}

/** The JSON that a value of the type is: texts are one kind, numbers with and without fraction are two. */
function form(type: TypeRef, types: Types): string {
  switch (type.kind) {
    case 'scalar':
      return scalarForms[type.scalar] ?? 'text';
    case 'array':
      return `${form(type.items, types)}[]`;
    case 'map':
      return `{${form(type.values, types)}}`;
    case 'object':
      return 'object';
    case 'unknown':
      return type.shape ?? '?';
    case 'named': {
      const named = types.get(type.name);
      if (named?.kind === 'array') return `${form(named.item.type, types)}[]`;
      if (named?.kind === 'map') return `{${form(named.value.type, types)}}`;
      return named?.kind === 'object' ? 'object' : 'text';
    }
  }
}

const scalarForms: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  int16: 'integer',
  int32: 'integer',
  int64: 'integer',
  uint32: 'integer',
  double: 'number',
  'date-time': 'date',
  base64: 'bytes',
  any: '?',
};

function members(type: TypeRef, types: Types): Side | undefined {
  if (type.kind === 'array') return members(type.items, types);
  if (type.kind === 'object') return { fields: type.fields, types };
  const named = type.kind === 'named' ? types.get(type.name) : undefined;
  if (named?.kind === 'array') return members(named.item.type, types);
  if (named?.kind !== 'object') return undefined;
  const base = named.base === undefined ? undefined : members({ kind: 'named', name: named.base }, types);
  return { fields: [...(base?.fields ?? []), ...named.fields], types };
}

/** What the two sides list under one heading, names in any order and any case. */
function listed(at: string, rest: Side, soap: Side): string[] {
  const key = ({ name }: Field) => name.toLowerCase();
  const others = new Map(soap.fields.map((field) => [key(field), field]));
  const own = new Set(rest.fields.map(key));
  return [
    ...rest.fields.flatMap((field) => {
      const other = others.get(key(field));
      if (!other) return [`${at}.${field.name}: only on REST`];
      const [left, right] = [form(field.type, rest.types), form(other.type, soap.types)];
      const same = left === right || left.includes('?') || right.includes('?');
      return same ? [] : [`${at}.${field.name}: ${left} on REST, ${right} on SOAP`];
    }),
    ...soap.fields.filter((field) => !own.has(key(field))).map(({ name }) => `${at}.${name}: only on SOAP`),
  ];
}

/** Members of the base of all carriers: requests do not print them. */
const inherited = new Set(['TableRight', 'FieldProperties']);

function disagreements(rest: RestContract, restTypes: Types, soap: SoapContract, soapTypes: Types): string[] {
  const found: string[] = [];
  const result = soap.output.fields.find(({ name }) => name === 'Response') ?? soap.output.fields[0];
  if ((rest.output === 'nothing') !== (result === undefined)) {
    found.push(`output: ${rest.output === 'nothing' ? 'nothing' : 'something'} on REST alone`);
  } else if (rest.output !== 'nothing' && result) {
    const [left, right] = [form(rest.output.type, restTypes), form(result.type, soapTypes)];
    if (left !== right && left !== '?') found.push(`output: ${left} on REST, ${right} on SOAP`);
    const own = rest.output.type.kind === 'map' ? undefined : members(rest.output.type, restTypes);
    const other = members(result.type, soapTypes);
    if (own && other) found.push(...listed('output', own, other));
  }
  for (const { name } of soap.output.fields) if (name !== 'Response') found.push(`output: ${name} besides on SOAP`);
  const query = rest.query
    .filter(({ name }) => name !== '$select')
    .map((one): Field => ({ name: one.name, type: one.type, source: one.source }));
  const body = rest.input === 'nothing' ? undefined : rest.input.type;
  const stated: Side = { fields: soap.input.fields, types: soapTypes };
  const [only] = soap.input.fields;
  const own = body && members(body, restTypes);
  const bare = only && body && stated.fields.length === 1 && !own?.fields.some(({ name }) => name === only.name);
  if (bare) {
    const [left, right] = [form(body, restTypes), form(only.type, soapTypes)];
    if (left !== right) found.push(`input: ${left} on REST, ${right} on SOAP`);
    const other = members(only.type, soapTypes);
    const shown = other && { ...other, fields: other.fields.filter(({ name }) => !inherited.has(name)) };
    if (own && shown) found.push(...listed('input', own, shown));
  } else {
    const given = body?.kind === 'object' ? body.fields : [];
    found.push(...listed('input', { fields: [...query, ...given], types: restTypes }, stated));
  }
  return found;
}

describe.skipIf(absent)('REST contracts and their SOAP twins', () => {
  test('every disagreement', { timeout: 120_000 }, async () => {
    const root = 'folder' in reference ? archive(reference.folder) : '';
    const { contracts, types } = extractCatalogue(archivedFiles(root), rules, () => undefined);
    const twins = new Map<string, SoapContract>();
    for (const contract of contracts) {
      // Ids are sorted, so that the newest generation comes last.
      if (contract.protocol === 'soap') twins.set(`${contract.agent}.${contract.operation}`, contract);
    }
    const pool = (contract: Contract): Types => types.get(`${contract.protocol}-${contract.version}`) ?? new Map();
    const without: string[] = [];
    const found: string[] = [];
    let compared = 0;
    for (const contract of contracts) {
      if (contract.protocol !== 'rest' || contract.version !== 'v1') continue;
      const twin = twins.get(`${contract.agent}.${contract.operation}`);
      if (!twin) {
        without.push(contract.id);
        continue;
      }
      compared += 1;
      const name = `${contract.agent}.${contract.operation}`;
      for (const one of disagreements(contract, pool(contract), twin, pool(twin))) found.push(`${name} ${one}`);
      for (const { at, chosen, rejected } of contract.disputes) {
        const [won, lost] = [chosen, rejected].map(({ value, source }) => `${value} (${source.evidence})`);
        found.push(`${name} ${at}: ${won} over ${lost}`);
      }
    }
    expect({ compared, without: without.length }).toEqual({ compared: 1522, without: 0 });
    await expect(`${found.join('\n')}\n`).toMatchFileSnapshot('twins.disagreements.txt');
  });
});
