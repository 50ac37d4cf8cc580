// The same on the edge runtime, whose wasm comes by an import.
import { visit } from '../../../program.mjs';

export const runtime = 'edge';

export async function POST(request) {
  return Response.json(await visit(await request.json()));
}
