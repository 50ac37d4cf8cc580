// The modern API in Chromium: the same scenarios as in Node.
import { runOnPage } from './modern-run.mjs';

runOnPage();
