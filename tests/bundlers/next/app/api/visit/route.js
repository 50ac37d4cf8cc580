// A route handler runs the same program on the server.
import { visit } from '../../../program.mjs';

export async function POST(request) {
  return Response.json(await visit(await request.json()));
}
