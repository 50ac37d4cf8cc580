// Chromium as the tests start it: quiet, and without its own traffic.
import { chromium } from 'playwright-core';

export const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch(more = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [...ARGUMENTS, ...more],
  });
}

/** The same with an extension, in a profile of its own: only such a context loads one. */
export function launchWithExtension(profile, extension) {
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: false,
    // Chromium's new headless mode, by its argument: Playwright's own has no extensions.
    args: [...ARGUMENTS, '--headless=new', `--disable-extensions-except=${extension}`, `--load-extension=${extension}`],
    ignoreDefaultArgs: ['--disable-extensions'],
  });
}
