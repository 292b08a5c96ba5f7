import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { html } from '../html.ts';
import type { RunRecord } from '../record.ts';
import type { Ending } from '../telling.ts';
import { chromiumPath, launched } from '../testing/chromium.ts';
import { hostileRecord } from '../testing/hostile.ts';
import { sampleRecord } from '../testing/sample-record.ts';
import { emptyEnding, emptyRecord, largeRecord, redEnding } from '../testing/shapes.ts';

describe.skipIf(chromiumPath === undefined)('the page in Chromium', () => {
  let folder = '';
  let browser: Browser;
  let problems: string[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'html-'));
    browser = await launched();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    // Errors of the script, of the policy, and of anything that it wanted to load.
    expect(problems).toEqual([]);
    problems = [];
  });

  async function open(
    record: RunRecord,
    options: Parameters<Browser['newContext']>[0] = {},
    ending: Ending = redEnding,
  ): Promise<Page> {
    const file = path.join(folder, 'report.html');
    writeFileSync(file, html(record, { strict: false, ending }));
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('dialog', (dialog) => {
      problems.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== `file://${file}`) problems.push(`asked for ${request.url()}`);
    });
    await page.goto(`file://${file}`);
    await page.locator('#status:not(:empty)').waitFor();
    return page;
  }
  const rows = (page: Page): Promise<readonly string[]> => page.locator('#list > li summary').allInnerTexts();
  const status = (page: Page): Promise<string> => page.locator('#status').innerText();

  test('shows what is red first, the worst on top', async () => {
    const page = await open(sampleRecord);
    expect(await status(page)).toBe('Showing 12 of 12 verdicts.');
    expect(
      (await rows(page))
        .map((row) => row.split(/\s+/).slice(0, 3).join(' '))
        .filter((row, index, all) => row !== all[index - 1]),
    ).toEqual([
      'broken MUST SOAP-ORDER',
      'fail MUST REST-TYPE',
      'fail MUST SOAP-WELL-FORMED',
      'fail SHOULD AUTH-SOAP-REQUIRED',
      'blocked MUST REST-DATE',
      'blocked MUST SOAP-ORDER',
    ]);
  });

  test('tells the finding, the source, the repair, the request and the answer with its place', async () => {
    const page = await open(sampleRecord);
    await page.locator('summary', { hasText: 'EMail.SendEMails/rest-v1/documented' }).first().click();
    const detail = page.locator('.detail').first();
    const text = await detail.innerText();
    for (const part of [
      'body[0].Size',
      'int32',
      '"655"',
      'write 655',
      'v1EMailAgent_SendEMails.md:79',
      'POST https://tenant.example',
    ]) {
      expect(text).toContain(part);
    }
    expect(await detail.locator('mark').allInnerTexts()).toEqual(['"655"']);
    expect(await detail.locator('pre').nth(1).innerText()).toContain('"Authorization: Bearer $SOCONFORM_BEARER"');
  });

  test.each<[string, (page: Page) => Promise<unknown>, string]>([
    ['outcome', (page) => page.getByRole('checkbox', { name: 'pass' }).check(), 'Showing 30 of 30 verdicts.'],
    ['level', (page) => choose(page, 'Level', 'SHOULD'), 'Showing 1 of 1 verdict.'],
    ['check', (page) => choose(page, 'Check', 'SOAP-ORDER'), 'Showing 2 of 2 verdicts.'],
    ['agent', (page) => choose(page, 'Agent', 'Messaging'), 'Showing 4 of 4 verdicts.'],
    ['protocol', (page) => choose(page, 'Protocol', 'rest-v1'), 'Showing 8 of 8 verdicts.'],
    ['text', (page) => page.getByRole('searchbox', { name: 'Text' }).fill('arrays-1 int32'), 'Showing 1 of 1 verdict.'],
    ['a text that is nowhere', (page) => page.getByRole('searchbox').fill('nowhere'), 'No verdict is like that.'],
    [
      'a cell of the matrix',
      (page) => page.getByRole('button', { name: '2 fail' }).click(),
      'Showing 4 of 4 verdicts.',
    ],
  ])('filters by %s, and shows all again', async (_, filter, expected) => {
    const page = await open(sampleRecord);
    await filter(page);
    await expect.poll(() => status(page)).toBe(expected);
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(() => status(page)).toBe('Showing 12 of 12 verdicts.');
  });

  test('is worked with the keyboard alone', async () => {
    const page = await open(sampleRecord);
    const focused = (): Promise<string> =>
      page.evaluate('document.activeElement.id || document.activeElement.textContent.trim()');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the verdicts');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('results');
    for (let press = 0; press < 20 && !(await focused()).startsWith('broken'); press += 1)
      await page.keyboard.press('Tab');
    expect(await focused()).toContain('SOAP-ORDER');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.detail').count()).toBe(1);
    expect(await page.locator('.detail').innerText()).toContain('TypeError: cannot read the order');
  });

  test('names every control, table and region for who does not see it', async () => {
    const page = await open(sampleRecord);
    const nameless: unknown = await page.evaluate(
      `[...document.querySelectorAll('button,input,select,[role=region],form')].filter((one) => !(
         one.textContent.trim() || one.getAttribute('aria-label') || one.getAttribute('aria-labelledby') || (one.labels && one.labels.length)
       )).map((one) => one.outerHTML)`,
    );
    expect(nameless).toEqual([]);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.locator('th:not([scope])').count()).toBe(0);
    expect(await page.locator('h1').count()).toBe(1);
  });

  test('copies the line that sends a request again, or selects it', async () => {
    const page = await open(sampleRecord);
    await page.locator('summary', { hasText: 'SendEMails/rest-v1/documented' }).first().click();
    await page.getByRole('button', { name: 'Copy as curl' }).click();
    await expect.poll(() => page.locator('#said').innerText()).toMatch(/^(Copied|Selected)/);
  });

  test('what a target says stays text', async () => {
    const page = await open(hostileRecord(sampleRecord));
    await page.getByRole('checkbox', { name: 'observed' }).check();
    for (const row of await page.locator('#list summary').all()) await row.click();
    expect(await page.locator('#list img, #list script, #list a').count()).toBe(0);
    const text = await page.locator('#list').innerText();
    expect(text).toContain('</script><script>alert(1)</script><img src=x onerror=alert(2)>');
    expect(text).not.toMatch(/[^\P{C}\n\t]/u);
  });

  test('lists ten thousand cases a hundred at a time, and finds among all of them', async () => {
    const page = await open(largeRecord(10_000));
    expect(await status(page)).toBe('Showing 100 of 20,000 verdicts.');
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => status(page)).toBe('Showing 200 of 20,000 verdicts.');
    await page.getByRole('searchbox').fill('generated-3 member77');
    await expect.poll(() => status(page)).toMatch(/^Showing \d+ of/);
  });

  test.each(['light', 'dark'] as const)('text stands out from its ground when it is %s', async (colorScheme) => {
    const page = await open(sampleRecord, { colorScheme });
    await page.locator('#list summary').nth(1).click();
    const faint: unknown = await page.evaluate(contrastScript);
    expect(faint).toEqual([]);
  });

  test('is as wide as a small screen', async () => {
    const page = await open(sampleRecord, { viewport: { width: 360, height: 700 } });
    for (const row of await page.locator('#list summary').all()) await row.click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });

  test('prints with all that is listed open', async () => {
    const page = await open(sampleRecord);
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    await expect.poll(() => page.locator('.detail').count()).toBe(12);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('form').isVisible()).toBe(false);
    expect((await page.pdf()).subarray(0, 4).toString()).toBe('%PDF');
  });

  test('a run that asked nothing says so', async () => {
    const page = await open(emptyRecord, {}, emptyEnding);
    expect(await page.locator('header').innerText()).toContain('Nothing was asked.');
    expect(await page.locator('button.pass').count()).toBe(0);
  });

  test('without scripts the end and the matrix are there', async () => {
    const file = path.join(folder, 'plain.html');
    writeFileSync(file, html(sampleRecord, { strict: false, ending: redEnding }));
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`file://${file}`);
    expect(await page.locator('body').innerText()).toMatch(/Exit 4[\s\S]*EMail[\s\S]*needs a script/);
  });
});

function choose(page: Page, name: string, value: string): Promise<unknown> {
  return page.getByRole('combobox', { name }).selectOption(value);
}

/** Elements with text of their own whose contrast with the ground behind them is below 4.5 to 1 (WCAG 2.2, 1.4.3). */
const contrastScript = `(() => {
  const parts = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (let one = node; one; one = one.parentElement) {
      const colour = parts(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return parts(getComputedStyle(document.body).backgroundColor);
  };
  return [...document.querySelectorAll('body *')]
    .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()) && one.checkVisibility())
    .filter((one) => !one.matches('option, .skip'))
    .map((one) => [one, light(parts(getComputedStyle(one).color)), light(ground(one))])
    .filter(([, text, behind]) => (Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05) < 4.5)
    .map(([one]) => one.outerHTML.slice(0, 120));
})()`;
