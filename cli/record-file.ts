import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { RunRecord } from '../reporters/record.ts';
import { SoconformError } from '../specs/error.ts';

/**
 * Reads a run record and holds it against its published schema. Throws E_RECORD for a file that is none, is cut off, or tells of a
 * run that was cut off: nothing can be concluded from what is not in it.
 */
export async function readRecord(file: string): Promise<RunRecord> {
  const record = await checked(file, parsed(file, textOf(file)));
  if (record.complete) return record;
  throw problem(`${file}: expected the record of a complete run, found one of a run that was cut off; run it again`);
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
