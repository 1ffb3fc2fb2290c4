import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** Where Debian's package puts it; playwright's own would have to be downloaded. */
const EXECUTABLE = '/usr/bin/chromium';

/** True where pages can be looked at. In CI a browser must be there: a test that skips itself shows nothing. */
export const hasBrowser = existsSync(EXECUTABLE) || process.env.CI === 'true';

/** A browser with nothing of its own to say to anybody. */
export function openBrowser() {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
