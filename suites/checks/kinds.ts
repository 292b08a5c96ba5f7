import { resolveType } from '../../schemas/types.ts';
import type { Contract, Scalar, TypeRef, Types } from '../../specs/contract.ts';

/** What a value in a result can be. */
export type Kind =
  'integer' | 'int64' | 'date-time' | 'duration' | 'base64' | 'enum' | 'flags' | 'array' | 'object' | 'map' | 'value';

const known = new WeakMap<Contract, ReadonlySet<Kind>>();

/** The kinds of values that a result can have anywhere; worked out once per contract. */
export function kindsIn(contract: Contract, types: Types): ReadonlySet<Kind> {
  const before = known.get(contract);
  if (before !== undefined) return before;
  const found = new Set<Kind>(['value']);
  const entered = new Set<string>();
  const open: TypeRef[] = [...resultTypes(contract)];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    if (ref.kind === 'named') {
      if (entered.has(ref.name)) continue;
      entered.add(ref.name);
    }
    const type = resolveType(types, ref);
    switch (type.kind) {
      case 'scalar': {
        const kind = kindOfScalar(type.scalar);
        if (kind !== undefined) found.add(kind);
        break;
      }
      case 'flags':
        found.add('flags');
        break;
      case 'enum':
        found.add('enum');
        break;
      case 'array':
        found.add('array');
        open.push('item' in type ? type.item.type : type.items);
        break;
      case 'map':
        found.add('map');
        open.push('entry' in type ? type.value.type : type.values);
        break;
      case 'object':
        found.add('object');
        open.push(...type.fields.map((field) => field.type));
        if ('name' in type && type.base !== undefined) open.push({ kind: 'named', name: type.base });
        break;
      default:
        break;
    }
  }
  known.set(contract, found);
  return found;
}

function kindOfScalar(scalar: Scalar): Kind | undefined {
  switch (scalar) {
    case 'int64':
    case 'uint64':
      return 'int64';
    case 'date-time':
    case 'duration':
    case 'base64':
      return scalar;
    default:
      return /^u?int/.test(scalar) ? 'integer' : undefined;
  }
}

function resultTypes(contract: Contract): readonly TypeRef[] {
  if (contract.protocol === 'soap') return contract.output.fields.map(({ type }) => type);
  return contract.output === 'nothing' ? [] : [contract.output.type];
}
