/** Lower case of A to Z only: member names are ASCII, and no other letter may fold into one. */
export function fold(name: string): string {
  return ascii.test(name) ? name.toLowerCase() : name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

// oxlint-disable-next-line no-control-regex -- all of ASCII
const ascii = /^[\u0000-\u007f]*$/;

/** `.Name`, or `["odd name"]` for a key that is no plain name; of a name beyond 200 characters the beginning. */
export function memberStep(name: string): string {
  const step = name.slice(0, 200);
  return /^[A-Za-z_$][\w$-]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}
