import { effects, type Effect } from '../contract.ts';
import { SoconformError } from '../error.ts';

/** The rules of `specs/effects.json`: overrides by operation first, then rules by name, first match wins. */
export interface EffectRules {
  readonly overrides: readonly {
    readonly id: string;
    readonly effect: Effect;
    readonly operations: RegExp;
  }[];
  readonly rules: readonly { readonly id: string; readonly effect: Effect; readonly operation: RegExp }[];
  /** By HTTP verb, for resources, whose pages say with it what an agent's operation says in its name. */
  readonly methods: readonly { readonly id: string; readonly effect: Effect; readonly method: string }[];
  /** Stands for `read` where the operation gives nothing back. */
  readonly void: { readonly id: string; readonly effect: Effect };
  readonly otherwise: { readonly id: string; readonly effect: Effect };
}

/** Throws `SoconformError` (E_EFFECTS) when the file is not of its form. */
export function readEffectRules(json: unknown): EffectRules {
  const file = record(json, 'the file');
  if (file['format'] !== 'soconform.effects/1') wrong('format "soconform.effects/1"', file['format']);
  return {
    overrides: list(file['overrides']).map((entry) => ({
      ...ruled(entry),
      operations: globPattern(list(record(entry, 'an override')['operations']).map(text)),
    })),
    rules: list(file['rules']).map((entry) => ({
      ...ruled(entry),
      operation: new RegExp(text(record(entry, 'a rule')['operation'])),
    })),
    methods: list(file['methods']).map((entry) => ({
      ...ruled(entry),
      method: text(record(entry, 'a rule')['method']),
    })),
    void: ruled(file['void']),
    otherwise: ruled(file['otherwise']),
  };
}

export interface NamedOperation {
  readonly agent: string;
  readonly operation: string;
  readonly isVoid: boolean;
  /** The HTTP verb of a resource's operation; absent for an agent's, which are all POST. */
  readonly method?: string;
}

interface EffectByRule {
  readonly effect: Effect;
  readonly effectRule: string;
}

/** By name: the generations of a service have the same operations. */
const known = new WeakMap<EffectRules, Map<string, EffectByRule>>();

export function effectOf(rules: EffectRules, named: NamedOperation): EffectByRule {
  const effectsByName = known.get(rules) ?? new Map<string, EffectByRule>();
  known.set(rules, effectsByName);
  const key = `${named.method ?? ''} ${named.agent}.${named.operation} ${named.isVoid}`;
  const effect = effectsByName.get(key) ?? ruledEffect(rules, named);
  effectsByName.set(key, effect);
  return effect;
}

function ruledEffect(rules: EffectRules, { agent, operation, isVoid, method }: NamedOperation): EffectByRule {
  const name = `${agent}.${operation}`;
  const override = rules.overrides.find(({ operations }) => operations.test(name));
  if (override) return { effect: override.effect, effectRule: override.id };
  const byMethod = rules.methods.find((rule) => rule.method === method);
  if (byMethod) return { effect: byMethod.effect, effectRule: byMethod.id };
  const byName = rules.rules.find((rule) => rule.operation.test(operation)) ?? rules.otherwise;
  const found = byName.effect === 'read' && isVoid ? rules.void : byName;
  return { effect: found.effect, effectRule: found.id };
}

/** Matches what one of the globs matches as a whole. */
function globPattern(globs: readonly string[]): RegExp {
  const pattern = (glob: string) => glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
  return new RegExp(`^(?:${globs.map(pattern).join('|')})$`);
}

function ruled(value: unknown): { id: string; effect: Effect } {
  const entry = record(value, 'a rule');
  const effect = effects.find((candidate) => candidate === entry['effect']);
  if (!effect) return wrong(`one of ${effects.join(', ')}`, entry['effect']);
  return { id: text(entry['id']), effect };
}

function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(`an object as ${what}`, value);
  return { ...value };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : wrong('a list', value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : wrong('a text', value);
}

function wrong(expected: string, found: unknown): never {
  throw new SoconformError(
    'E_EFFECTS',
    `effects.json: expected ${expected}, found ${JSON.stringify(found)}; install soconform again`,
  );
}
