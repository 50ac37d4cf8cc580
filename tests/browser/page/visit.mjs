// A visitor with a fresh browser profile, and a record of everything that the browser complains about.
import assert from 'node:assert/strict';

/** A page whose test fails when the console shows an error or the policy was violated; `refused` are the statuses of refusals that it asks for. */
export async function visit(browser, t, url, { refused = [400], ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // The service's refusals are answers; the browser reports every 4xx.
    const [, status] = /^Failed to load resource: .* status of (\d+)/.exec(message.text()) ?? [];
    if (refused.includes(Number(status))) return;
    complaints.push(`${message.type()}: ${message.text()}`);
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(complaints, []);
  });
  await page.goto(url);
  await page.locator('h1').filter({ visible: true }).waitFor();
  return page;
}

/** Types into the fields with these labels, and sends the form that holds the last one. */
export async function send(page, values) {
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByLabel(Object.keys(values).at(-1), { exact: true }).press('Enter');
}

export async function signIn(page, username, password = 'correct-horse-1') {
  await send(page, { 'User name': username, Password: password });
}

export const button = (page, name) => page.getByRole('button', { name, exact: true });
/** Waits for the page to say that. */
export const said = (page, text) => page.getByRole('status').filter({ hasText: text }).waitFor();
export const signedInAs = (page, username) => page.locator('[data-username]', { hasText: username }).waitFor();
export const challenge = (page, status) => page.locator(`[data-status="${status}"]`).waitFor();

/** The error that is shown; the focus must be on it. */
export async function shownProblem(page) {
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.equal(
    await alert.evaluate((element) => element === document.activeElement),
    true,
    'the focus is on the error',
  );
  return alert.innerText();
}
