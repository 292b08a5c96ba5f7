const clock = /^(-?)(?:(\d+)\.)?(\d\d):(\d\d):(\d\d)(?:\.(\d{1,7}))?$/;
const iso = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/;

/** `00:15:00` -> `PT15M`; what is ISO already stays. */
export function isoDuration(text: string): string {
  const parts = clock.exec(text);
  if (parts === null) return text;
  const [, sign = '', days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = parts;
  const decimals = fraction.replace(/0+$/, '');
  const day = Number(days) === 0 ? '' : `${Number(days)}D`;
  const time = [
    Number(hours) === 0 ? '' : `${Number(hours)}H`,
    Number(minutes) === 0 ? '' : `${Number(minutes)}M`,
    Number(seconds) === 0 && decimals === '' ? '' : `${Number(seconds)}${decimals === '' ? '' : `.${decimals}`}S`,
  ].join('');
  if (day === '' && time === '') return 'PT0S';
  return `${sign}P${day}${time === '' ? '' : `T${time}`}`;
}

/** `PT15M` -> `00:15:00`; a duration with years, months or more than 7 decimals has no such form and stays. */
export function clockDuration(text: string): string {
  const parts = iso.exec(text);
  if (parts === null) return text;
  const [, sign = '', days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = parts;
  const decimals = fraction.replace(/0+$/, '');
  if (decimals.length > 7) return text;
  const total = ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  const two = (count: bigint): string => String(count).padStart(2, '0');
  const day = total / 86400n;
  const time = `${two((total / 3600n) % 24n)}:${two((total / 60n) % 60n)}:${two(total % 60n)}`;
  const negative = sign === '-' && (total > 0n || decimals !== '') ? '-' : '';
  return `${negative}${day === 0n ? '' : `${day}.`}${time}${decimals === '' ? '' : `.${decimals.padEnd(7, '0')}`}`;
}
