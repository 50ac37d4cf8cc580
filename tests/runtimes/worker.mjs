// Runs the program in a Worker.
import { visit } from './program.mjs';

export default {
  async fetch(request) {
    return Response.json(await visit(await request.json()));
  },
};
