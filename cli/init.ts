import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SoconformError } from '../specs/error.ts';
import { configFile, pipelineFiles } from './init-files.ts';
import type { InitFile, Pipeline } from './init-files.ts';

/** The flags of `soconform init`. */
export interface InitOptions {
  readonly ci?: Pipeline;
}

/** Files that would be read instead of the new one, or beside it. */
const configs = ['soconform.config.ts', 'soconform.config.js', 'soconform.config.json'];

/** Writes what is not there yet, all or nothing, and says what is left to do. Throws E_INIT. */
export function init({ ci }: InitOptions, folder: string): number {
  const hasConfig = configs.find((name) => existsSync(path.join(folder, name)));
  // Who has a config and asks for a pipeline wants the pipeline.
  const files = [
    ...(hasConfig === undefined || ci === undefined ? [configFile] : []),
    ...(ci === undefined ? [] : [pipelineFiles[ci]]),
  ];
  const taken =
    hasConfig !== undefined && ci === undefined ? hasConfig : files.find((one) => isThere(folder, one))?.path;
  if (taken !== undefined) {
    throw new SoconformError('E_INIT', `${taken} is there already and stays as it is; nothing was written`);
  }
  for (const { path: name, text } of files) {
    const place = path.join(folder, name);
    try {
      mkdirSync(path.dirname(place), { recursive: true });
      writeFileSync(place, text, { flag: 'wx' });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new SoconformError('E_INIT', `cannot write ${place}: ${why}`);
    }
  }
  for (const { path: name, next } of files) process.stdout.write(`wrote ${name}\n  ${next}\n`);
  return 0;
}

function isThere(folder: string, { path: name }: InitFile): boolean {
  return existsSync(path.join(folder, name));
}
