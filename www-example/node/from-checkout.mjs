// `node --import ./www-example/node/from-checkout.mjs …` finds the package in `pkg/` of this checkout, without an installation.
import { register } from 'node:module';

register('./checkout-hooks.mjs', import.meta.url);
