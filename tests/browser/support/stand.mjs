// All that a buyer and an operator meet: the sandbox bank with its shop, and the built Worker with pages that know the shop.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { devConfig } from '../../../scripts/dev-config.mjs';
import { startSandbox } from '../../worker/support/sandbox.mjs';
import { stop } from '../../worker/support/stop.mjs';
import { startWorker } from '../../worker/support/worker.mjs';
import { startChromium, visit } from './chromium.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const { TICKET_SECRET, WEBHOOK_SECRET } = devConfig({}, { key: '' });

/** Builds the pages for this shop into a folder of their own, as `make run` does into www/dist. */
export function buildPages(shopUrl) {
  const folder = mkdtempSync(join(tmpdir(), 'epay-invoice-pages-'));
  const remove = () => rmSync(folder, { recursive: true });
  try {
    execFileSync('node', ['scripts/www.mjs', folder], { cwd: root, env: { ...process.env, SHOP_URL: shopUrl }, stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, stop: async () => remove() };
}

export async function startStand({ config = {} } = {}) {
  const started = [];
  try {
    const sandbox = await startSandbox('--shop-ticket-secret', TICKET_SECRET, '--shop-webhook-secret', WEBHOOK_SECRET);
    started.unshift(sandbox);
    const pages = buildPages(`${sandbox.url}/shop`);
    started.push(pages);
    const worker = await startWorker({
      sandbox: sandbox.url, pages: pages.folder, config: { SHOP_WEBHOOK_URL: `${sandbox.url}/shop/webhook`, ...config },
    });
    started.unshift(worker);
    const chromium = await startChromium();
    started.unshift(chromium);
    return {
      sandbox,
      worker,
      url: worker.url,
      /** A visit to the pages: see `visit` of chromium.mjs. */
      visit: (options, use) => visit(chromium.browser, worker.url, options, use),
      stop: () => stop(...started),
    };
  } catch (error) {
    await stop(...started);
    throw error;
  }
}
