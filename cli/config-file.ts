import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SoconformError } from '../specs/error.ts';
import type { Config, Profile } from '../suites/config.ts';
import { nearestText } from '../suites/nearest.ts';

/** What a config file says of a run: its profile laid over the rest, paths made absolute. */
export interface FileSettings extends Profile {
  /** Absent: there is no config file. */
  readonly file?: string;
}

const names = ['soconform.config.ts', 'soconform.config.js', 'soconform.config.json'];

export interface ConfigChoice {
  readonly config?: string | undefined;
  readonly profile?: string | undefined;
}

/**
 * Reads the config file that was named, or the one of the folder; without one nothing is set. Throws E_CONFIG for a file that cannot
 * be read or is not right, for two files in the folder, and for a profile that does not exist.
 */
export async function readConfig({ config, profile }: ConfigChoice, folder: string): Promise<FileSettings> {
  const file = config === undefined ? foundIn(folder) : path.resolve(folder, config);
  if (file === undefined) {
    if (profile === undefined) return {};
    throw problem(`no ${names.join(', ')} in ${folder}, so there is no profile ${JSON.stringify(profile)}`);
  }
  const whole = await checked(file, await contentOf(file));
  return { ...absolute(chosen(whole, profile, file), path.dirname(file)), file };
}

function foundIn(folder: string): string | undefined {
  const [first, second] = names.map((name) => path.join(folder, name)).filter((file) => existsSync(file));
  if (second === undefined) return first;
  throw problem(`found ${first} and ${second}: remove one, or name one with --config`);
}

async function contentOf(file: string): Promise<unknown> {
  try {
    if (file.endsWith('.json')) return JSON.parse(readFileSync(file, 'utf8'));
    if (!file.endsWith('.ts')) return defaultOf(await import(pathToFileURL(file).href));
    // Before version 22.18 Node runs no TypeScript by itself.
    const { createJiti } = await import('jiti');
    return defaultOf(await createJiti(pathToFileURL(file).href, { moduleCache: false }).import(file));
  } catch (error) {
    throw problem(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function defaultOf(module: unknown): unknown {
  if (typeof module === 'object' && module !== null && 'default' in module) return module.default;
  throw new Error('expected a default export, such as `export default { target: … }`, found none');
}

async function checked(file: string, content: unknown): Promise<Config> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const schema: unknown = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve('#schemas/config.schema.json'), 'utf8'),
  );
  const accepts = new Ajv2020({ strict: false, allErrors: true, verbose: true }).compile<Config>(schema as object);
  if (accepts(content)) return content;
  const errors = accepts.errors ?? [];
  // What stands deepest is nearest to the mistake; of choices all members are told, which helps nobody.
  const telling = errors.filter(({ keyword }) => !['anyOf', 'oneOf', 'if', 'const'].includes(keyword));
  const error = (telling.length > 0 ? telling : errors).toSorted((a, b) => depth(b) - depth(a))[0];
  if (error === undefined) throw problem(`${file}: is not right`);
  const at = error.instancePath.slice(1).replaceAll('/', '.') || 'the whole';
  const unknown: unknown = error.params['unevaluatedProperty'] ?? error.params['additionalProperty'];
  if (typeof unknown === 'string') {
    throw problem(`${file}: ${at} has no member ${JSON.stringify(unknown)}${nearestText(unknown, members(schema))}`);
  }
  throw problem(`${file}: ${at} ${error.message ?? 'is not right'}${allowed(error.params)}`);
}

function depth({ instancePath }: { readonly instancePath: string }): number {
  return instancePath.split('/').length;
}

function allowed(params: Readonly<Record<string, unknown>>): string {
  const values = params['allowedValues'];
  return Array.isArray(values) ? `: ${values.join(', ')}` : '';
}

/** The names that the schema knows, at whatever place: for the nearest one. */
function members(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([name, value]: [string, unknown]) => [
    ...(name === 'properties' && typeof value === 'object' && value !== null ? Object.keys(value) : []),
    ...members(value),
  ]);
}

/** The profile over the rest of the file; what consists of parts is laid over part by part. */
function chosen(config: Config, wanted: string | undefined, file: string): Profile {
  const { profiles = {}, profile, ...rest } = config;
  const name = wanted ?? profile;
  if (name === undefined) return rest;
  const own = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (own === undefined) {
    throw problem(`${file}: no profile ${JSON.stringify(name)}${nearestText(name, Object.keys(profiles))}`);
  }
  return {
    ...rest,
    ...own,
    ...laidOver('network', rest.network, own.network),
    ...laidOver('deadlines', rest.deadlines, own.deadlines),
    ...laidOver('credentials', rest.credentials, own.credentials),
  };
}

function laidOver<K extends string, T extends object>(name: K, below: T | undefined, above: T | undefined) {
  return below === undefined && above === undefined ? {} : { [name]: { ...below, ...above } };
}

function absolute(settings: Profile, folder: string): Profile {
  const from = (file: string): string => path.resolve(folder, file);
  const { catalogue, values, deviations, baseline, journal, network } = settings;
  const { ca, cert, key, ...others } = network ?? {};
  return {
    ...settings,
    ...(catalogue === undefined ? {} : { catalogue: from(catalogue) }),
    ...(typeof values === 'string' ? { values: from(values) } : {}),
    ...(deviations === undefined ? {} : { deviations: from(deviations) }),
    ...(baseline === undefined ? {} : { baseline: from(baseline) }),
    ...(journal === undefined ? {} : { journal: from(journal) }),
    ...(network === undefined
      ? {}
      : {
          network: {
            ...others,
            ...(ca === undefined ? {} : { ca: from(ca) }),
            ...(cert === undefined ? {} : { cert: from(cert) }),
            ...(key === undefined ? {} : { key: from(key) }),
          },
        }),
  };
}

function problem(message: string): SoconformError {
  return new SoconformError('E_CONFIG', message);
}
