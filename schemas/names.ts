/** Lower case of A to Z only: member names are ASCII, and no other letter may fold into one. */
export function fold(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** `.Name`, or `["odd name"]` for a key that is no plain name. */
export function memberStep(name: string): string {
  return /^[A-Za-z_$][\w$-]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
