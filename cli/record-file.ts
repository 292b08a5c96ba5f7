import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { RunRecord } from '../reporters/record.ts';
import { SoconformError } from '../specs/error.ts';
import { summaryOf } from '../suites/record.ts';
import { isEvents, recordFromEvents } from './read-events.ts';

/**
 * Reads a run record, or the events of a run, and holds it against its published schema. Throws E_RECORD for a file that is none, is
 * cut off, or tells of a run that was cut off: nothing can be concluded from what is not in it. `incomplete` lets such a run in,
 * for whoever only tells it.
 */
export async function readRecord(
  file: string,
  { incomplete = 'refused' }: { readonly incomplete?: 'refused' | 'taken' } = {},
): Promise<RunRecord> {
  const text = textOf(file);
  const content = isEvents(text) ? recordFromEvents(file, text) : parsed(file, text);
  const record = summed(file, await checked(file, content));
  if (record.complete || incomplete === 'taken') return record;
  throw problem(`${file}: expected the record of a complete run, found one of a run that was cut off; run it again`);
}

/** Reports tell the summary and the cases side by side. */
function summed(file: string, record: RunRecord): RunRecord {
  const { summary, contracts } = record;
  const counted = summaryOf(contracts.length, record);
  for (const [name, count] of Object.entries(counted)) {
    const told = summary[name as keyof RunRecord['summary']];
    if (told === count) continue;
    throw problem(`${file}: expected summary.${name} to count the cases, ${count}, found ${told}; was it edited?`);
  }
  return record;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw problem(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw problem(
      `${file}: expected a run record (--report json=FILE writes one), found no JSON or half of it: ${why}`,
    );
  }
}

async function checked(file: string, content: unknown): Promise<RunRecord> {
  const format: unknown = typeof content === 'object' && content !== null && 'format' in content ? content.format : '';
  if (format !== 'soconform.run/1') {
    throw problem(`${file}: expected a run record, format soconform.run/1, found ${JSON.stringify(format)}`);
  }
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const place = createRequire(import.meta.url).resolve('#schemas/run-record.schema.json');
  const schema: unknown = JSON.parse(readFileSync(place, 'utf8'));
  const accepts = new Ajv2020({ strict: false }).compile<RunRecord>(schema as object);
  if (accepts(content)) return content;
  const [error] = accepts.errors ?? [];
  const at = error?.instancePath || 'the whole';
  throw problem(`${file}: expected a run record of this version, found that ${at} ${error?.message ?? 'is not right'}`);
}

function problem(message: string): SoconformError {
  return new SoconformError('E_RECORD', message);
}
