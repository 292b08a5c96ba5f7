import type { Span } from './span.ts';

interface Tag {
  readonly from: number;
  readonly to: number;
  /** Local. */
  readonly name: string;
  readonly kind: 'start' | 'end' | 'empty';
}

/** Every tag of a text that may be no XML; it ends where one is not closed. One pass: the text is whatever a target sent. */
function* tagsOf(text: string): Iterable<Tag> {
  for (let from = text.indexOf('<'); from !== -1;) {
    const to = endOf(text, from);
    if (to === undefined) return;
    const first = text[from + 1];
    if (first !== '!' && first !== '?') {
      const inside = text.slice(from + (first === '/' ? 2 : 1), to - 1);
      const [qualified = ''] = inside.split(/[\s/]/, 1);
      const kind = first === '/' ? 'end' : inside.endsWith('/') ? 'empty' : 'start';
      yield { from, to, name: qualified.slice(qualified.indexOf(':') + 1), kind };
    }
    from = text.indexOf('<', to);
  }
}

function endOf(text: string, from: number): number | undefined {
  const after = (mark: string): number | undefined => {
    const at = text.indexOf(mark, from);
    return at === -1 ? undefined : at + mark.length;
  };
  if (text.startsWith('<!--', from)) return after('-->');
  if (text.startsWith('<![CDATA[', from)) return after(']]>');
  let quote: string | undefined;
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text[at];
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at + 1;
  }
  return undefined;
}

/**
 * The element at a path like `Envelope/Body/AnswerResponse/Item[2]`, by local names; the deepest that is there when the last
 * steps lead nowhere.
 */
export function xmlPlace(text: string, path: string): Span | undefined {
  const steps = path.split('/').map(stepOf);
  /** How often each name came among the children of an element that is open, the document first. */
  const counts: Map<string, number>[] = [new Map()];
  /** How many of the elements that are open lie on the path. */
  let matched = 0;
  let best: { readonly depth: number; from: number; to: number } | undefined;
  for (const { from, to, name, kind } of tagsOf(text)) {
    const depth = counts.length - 1;
    if (kind === 'end') {
      if (matched === depth) {
        if (best?.depth === depth) best.to = to;
        matched -= 1;
      }
      // All of the path that there is has been seen.
      if (best !== undefined && matched < best.depth) break;
      if (counts.length > 1) counts.pop();
      continue;
    }
    const siblings = counts.at(-1);
    const time = (siblings?.get(name) ?? 0) + 1;
    siblings?.set(name, time);
    const step = steps[depth];
    if (matched === depth && step?.name === name && step.time === time) {
      if (best === undefined || depth + 1 > best.depth) best = { depth: depth + 1, from, to };
      if (kind === 'start') matched += 1;
      else if (depth + 1 === steps.length) break;
    }
    if (kind === 'start') counts.push(new Map());
  }
  return best === undefined ? undefined : { from: best.from, to: best.to };
}

function stepOf(step: string): { readonly name: string; readonly time: number } {
  const [, name = step, time = '1'] = /^(.*?)(?:\[(\d+)\])?$/.exec(step) ?? [];
  return { name, time: Number(time) };
}
