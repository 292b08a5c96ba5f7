import picomatch from 'picomatch';

/** Whether a name matches a glob over the whole of it, in any case of letters. */
export function nameMatcher(glob: string): (name: string) => boolean {
  const matches = picomatch(glob, { nocase: true, dot: true, bash: true });
  return (name) => matches(name) || name.toLowerCase() === glob.toLowerCase();
}
