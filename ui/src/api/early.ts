/** Questions that the first page asks of the exchange before the scripts that need the answers have come. */

const asked = new Map<string, Promise<Response>>();

/** Asks now; whoever asks the same next gets this answer. */
export function askEarly(path: string): void {
  const answer = fetch(path, { credentials: "same-origin" });
  // Whoever takes it hears of its failure.
  answer.catch(() => undefined);
  asked.set(path, answer);
}

/** Asks, or takes the answer that is on its way already. It is given once. */
export function ask(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const early = request.method === "GET" ? asked.get(pathname + search) : undefined;
  if (!early) return fetch(request);
  asked.delete(pathname + search);
  return early;
}
