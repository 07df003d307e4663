// Chromium, and pages in it on which nothing may go wrong unseen.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const program = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export async function startChromium() {
  if (!program) throw new Error('no Chromium on this machine: install it, or name it in CHROMIUM');
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-quic'] });
  return { browser, stop: () => browser.close() };
}

/** A phone as narrow as they come, and a desktop. */
export const SIZES = {
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 900 } },
};

// Runs before the page's own scripts: violations of its policy, and what moves without being asked to.
const WATCH = () => {
  window.violations = [];
  window.shift = 0;
  window.shifted = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
    window.violations.push(`${violatedDirective} ${blockedURI} ${sourceFile}`);
  });
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      window.shift += value;
      window.shifted.push(...sources.map(({ node, previousRect: from, currentRect: to }) =>
        `${(node?.parentElement ?? node)?.className}: ${from.x},${from.y} ${from.width}x${from.height} to ${to.x},${to.y} ${to.width}x${to.height}`));
    }
  }).observe({ type: 'layout-shift', buffered: true });
};

/** How far the page has moved by itself, and what: once what was painted last is counted. */
export const shifts = (page) => page.evaluate(async () => {
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  return { shift: window.shift, shifted: window.shifted };
});

/**
 * Opens a page as a new visitor and lets `visit` use it; afterwards its console has no error or warning, its policy was not
 * violated, no script has thrown, and nothing has moved by itself. `expects` are patterns of what the console may say where
 * a test makes a request fail.
 */
export async function visit(browser, base, options, use) {
  const { size = 'desktop', language = 'ru', scheme = 'light', expects = [], storage, ...more } = options;
  const context = await browser.newContext({
    baseURL: base, ...SIZES[size], locale: { kk: 'kk-KZ', ru: 'ru-RU', en: 'en-GB' }[language], colorScheme: scheme, timezoneId: 'Asia/Almaty', ...more,
  });
  context.setDefaultTimeout(20_000);
  const wrong = [];
  const allowed = (text) => expects.some((pattern) => pattern.test(text));
  const listen = (page) => {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !allowed(message.text())) wrong.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => wrong.push(`script: ${error.stack}`));
  };
  context.on('page', listen);
  await context.addInitScript(WATCH);
  const page = await context.newPage();
  try {
    await use(page, context);
    if (!page.isClosed() && page.url().startsWith(base)) {
      wrong.push(...await page.evaluate(() => window.violations));
      const { shift, shifted } = await shifts(page);
      if (shift > 0.002) wrong.push(`the layout moved by ${shift}: ${shifted.join('; ')}`);
    }
    assert.deepEqual(wrong, []);
  } catch (error) {
    if (wrong.length && !wrong.every((line) => error.message.includes(line))) error.message += `\nbefore that:\n${wrong.join('\n')}`;
    throw error;
  } finally {
    await context.close();
  }
}
