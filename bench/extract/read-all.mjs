// The floor of extraction: reads all files below a folder as texts, one after the other, and forgets them.
// node bench/extract/read-all.mjs DIR
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
let characters = 0;
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (entry.isFile()) characters += readFileSync(join(entry.parentPath, entry.name), 'utf8').length;
}
process.stdout.write(`${characters}\n`);
