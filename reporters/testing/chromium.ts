import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Chromium as Debian has it; undefined, and said so, where there is none. */
export const chromiumPath: string | undefined = [process.env['CHROMIUM_PATH'] ?? '', ...places].find((place) =>
  existsSync(place),
);

if (chromiumPath === undefined) {
  process.stdout.write('not run: browser (no Chromium in /usr/bin, and CHROMIUM_PATH names none)\n');
}

export function launched(): Promise<Browser> {
  // The sandbox wants rights that a container of a pipeline does not have; the pages are our own.
  return chromium.launch({ ...(chromiumPath && { executablePath: chromiumPath }), args: ['--no-sandbox'] });
}
