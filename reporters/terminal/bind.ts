import { dataToBind } from '../bind.ts';
import type { RunRecord } from '../record.ts';
import { counted, printable, shortened, wrap } from '../text.ts';
import type { Page } from './page.ts';

const keysLimit = 40;

/** A file for --values with the data that the target did not know; what it holds is for the reader to fill in. */
export function bindLines(record: RunRecord, { paint, width }: Page): readonly string[] {
  const { cases, keys } = dataToBind(record);
  if (cases === 0) return [];
  const shown = keys.slice(0, keysLimit);
  const heading = `Blocked: in ${counted(cases, 'case')} the target refused made-up data. Bind these in --values`;
  return [
    ...wrap(heading, width).map(paint.red),
    '  format: soconform.values/1',
    '  values:',
    ...shown.map(({ key, operations, said }) => {
      // A glob that begins with a star would be an alias in YAML.
      const name = `    ${key.startsWith('*') ? `'${key}'` : printable(key)}:`;
      const more = operations.length > 1 ? `${operations.length} operations; ` : '';
      return name + paint.dim(shortened(`  # ${more}${printable(said)}`, Math.max(20, width - name.length)));
    }),
    ...(keys.length > shown.length ? [`    # and ${counted(keys.length - shown.length, 'more key')}`] : []),
  ];
}
