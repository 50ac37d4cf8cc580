/** An object of JSON, whose members nobody has checked. */
export type Json = Record<string, unknown>;
