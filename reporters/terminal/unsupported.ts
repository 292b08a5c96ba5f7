import type { RunRecord } from '../record.ts';
import { counted, groupedBy, printable } from '../text.ts';
import { hanging } from './page.ts';
import type { Page } from './page.ts';

const namesLimit = 20;

/** Operations that the target does not offer, those that had to be there first. */
export function unsupportedLines({ unsupported }: RunRecord, page: Page): readonly string[] {
  const { paint } = page;
  const required = unsupported.filter((one) => one.required);
  const others = unsupported.filter((one) => !one.required);
  return [
    ...(required.length === 0 ? [] : [paint.red('Required and not offered by the target')]),
    ...byReason(required, page),
    ...(others.length === 0 ? [] : [paint.yellow('Unsupported: not offered by the target, not judged')]),
    ...byReason(others, page),
  ];
}

function byReason(unsupported: RunRecord['unsupported'], { paint, width }: Page): readonly string[] {
  return [...groupedBy(unsupported, ({ reason }) => reason)].flatMap(([reason, all]) => {
    const names = all.slice(0, namesLimit).map(({ contract }) => contract);
    const rest = all.length - names.length;
    return [
      ...hanging(`${counted(all.length, 'operation')}: ${printable(reason)}`, width, '  '),
      ...hanging(names.join(', ') + (rest > 0 ? ` and ${rest} more` : ''), width, '    ').map(paint.dim),
    ];
  });
}
