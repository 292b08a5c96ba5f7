import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import { allFields } from '../schemas/types.ts';
import type { Planned } from './plan.ts';
import { answer, planned, verdictsOn } from './testing/canned-answer.ts';
import { departures, recordings, undocumented, type Departure, type Recording } from './testing/recordings.ts';

/** What a real server once answered, as the vendor's client keeps it for its own tests. */
const catalogue = openCatalogue();
const clients = ['superoffice-webapi-10', 'superoffice-webapi-12'];

function folderOf(client: string): string {
  const main = createRequire(import.meta.url).resolve(client);
  return join(main.slice(0, main.lastIndexOf(client) + client.length), '__tests__');
}

function asked({ contract: id, carrier }: Recording): Planned {
  const one = planned(catalogue, id);
  const { contract } = one;
  if (carrier === undefined || contract.protocol !== 'rest' || contract.output === 'nothing') return one;
  return { ...one, contract: { ...contract, output: { ...contract.output, type: { kind: 'named', name: carrier } } } };
}

/** `CHECK at` of everything that fails. */
function failures(client: string, recording: Recording): readonly string[] {
  const body = readFileSync(join(folderOf(client), recording.file));
  const verdicts = verdictsOn(asked(recording), answer(200, 'application/json; charset=utf-8', body));
  const judged = verdicts.filter(({ outcome }) => outcome === 'pass' || outcome === 'observed' || outcome === 'fail');
  expect(verdicts.filter((verdict) => !judged.includes(verdict))).toEqual([]);
  return judged
    .filter(({ outcome }) => outcome === 'fail')
    .flatMap(({ check, findings }) => findings.map(({ at }) => `${check} ${at}`));
}

const place = ({ check, at }: Departure): string => `${check} ${at}`;

describe.each(clients)('answers recorded by %s', (client) => {
  test.each(recordings)('$file departs as listed and not otherwise', (recording) => {
    const listed = departures.filter(({ file }) => file === recording.file);
    expect(failures(client, recording)).toEqual(listed.map(place));
  });

  test('are all judged but those of what nobody documents', () => {
    const files = readdirSync(folderOf(client)).filter((file) => file.endsWith('.json'));
    const listed = [...recordings.map(({ file }) => file), ...Object.keys(undocumented)];
    expect(files.toSorted()).toEqual(listed.toSorted());
  });
});

test('what is undocumented has no contract', () => {
  const agents = new Set(catalogue.summaries.map(({ agent }) => agent));
  expect(Object.values(undocumented).filter(({ agent }) => agents.has(agent))).toEqual([]);
});

test('a listed departure belongs to a recording', () => {
  const files = new Set(recordings.map(({ file }) => file));
  expect(departures.filter(({ file }) => !files.has(file))).toEqual([]);
});

test('a member that an older server lacks is not in the WSDL of its generation, and in the newest one', () => {
  const has = (generation: 'soap-Services86' | 'soap-Services88', carrier: string, member: string): boolean => {
    const types = catalogue.types(generation);
    const type = types.get(carrier);
    if (type?.kind !== 'object') throw new Error(`${generation} has no carrier ${carrier}`);
    return allFields(types, type).some(({ name }) => name === member);
  };
  for (const { because } of departures) {
    if (because.kind === 'other') continue;
    const { carrier, member, lacking } = because;
    expect([member, has(lacking, carrier, member)]).toEqual([member, false]);
    expect([member, has('soap-Services88', carrier, member)]).toEqual([member, true]);
  }
});
