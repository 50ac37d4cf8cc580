// Asks the deny list about a ticket's session while the store still looks for it: one way to Redis and back instead of two. What the
// list was asked about that ticket the last time is kept, never what it answered; a session that has changed since is asked about again.
import type { DenyList } from '../../types/server.js';
import type { Step } from './engine-types.js';

type Question = Extract<Step, { step: 'denied' }>;

/** Questions that are kept, about 600 bytes each; the oldest go first. */
const MOST = 10_000;

/** What one request has asked so far. */
export interface Asked {
  ticket?: string;
  ahead?: { question: string; answer: Promise<boolean> } | undefined;
}

export class Ahead {
  readonly #questions = new Map<string, Question>();

  constructor(readonly denyList: DenyList) {}

  /** The session of a ticket is looked for. */
  expect(ticket: string, asked: Asked): void {
    const key = idOf(ticket);
    asked.ticket = key;
    const question = this.#questions.get(key);
    if (!question) return;
    const answer = this.denyList.has(question.keys, question);
    // Whoever needs it awaits it; nobody may.
    answer.catch(() => {});
    asked.ahead = { question: textOf(question), answer };
  }

  /** The list's answer. */
  has(question: Question, asked: Asked): Promise<boolean> {
    const { ahead, ticket } = asked;
    asked.ahead = undefined;
    if (ahead?.question === textOf(question)) return ahead.answer;
    if (ticket !== undefined) this.#keep(ticket, question);
    return this.denyList.has(question.keys, question);
  }

  #keep(key: string, question: Question): void {
    this.#questions.delete(key);
    this.#questions.set(key, question);
    const [oldest] = this.#questions.keys();
    if (this.#questions.size > MOST && oldest !== undefined) this.#questions.delete(oldest);
  }
}

/** Without the secret, which nobody needs here. */
const idOf = (ticket: string): string => ticket.slice(0, ticket.indexOf('.'));

const textOf = ({ family, issued, keys }: Question): string => JSON.stringify([keys, issued, family]);
