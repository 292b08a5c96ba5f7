// What a disk asks for writing a catalogue: copies its files into a new folder. node bench/extract/write-all.mjs FROM TO
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const [from, to] = process.argv.slice(2);
for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const file = join(entry.parentPath, entry.name);
  const copy = join(to, relative(from, file));
  mkdirSync(dirname(copy), { recursive: true });
  writeFileSync(copy, readFileSync(file));
}
