/** Lower case of A to Z only: member names are ASCII, and no other letter may fold into one. */
export function fold(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** `.Name`, or `["odd name"]` for a key that is no plain name; of a name beyond 200 characters the beginning. */
export function memberStep(name: string): string {
  const step = name.slice(0, 200);
  return /^[A-Za-z_$][\w$-]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}
