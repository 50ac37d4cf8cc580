// Runs the program where there are a command line and a console.
import process from 'node:process';
import { visit } from './program.mjs';

visit(JSON.parse(process.argv.at(-1))).then((seen) => console.log(JSON.stringify(seen)));
