/** What a refused request says: RFC 9457, with the causes of the exchange as data. */
import type { components } from "./schema";

export type Problem = components["schemas"]["Problem"];
export type ProblemField = components["schemas"]["ProblemField"];
export type FieldCause = components["schemas"]["FieldProblem"];
export type Cause = components["schemas"]["Cause"];

/** A request that the exchange refused. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "Refused";
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** A request that found nobody: the exchange is down, or the network is. */
export class Unreachable extends Error {
  constructor() {
    super("the exchange does not answer");
    this.name = "Unreachable";
  }
}

/** Reads a refusal; what is no problem document, such as a proxy's page, becomes one. */
export async function refusedBy(response: Response): Promise<Refused> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  if (isProblem(body)) return new Refused(body);
  const title = response.statusText || String(response.status);
  return new Refused({ type: "about:blank", title, status: response.status, detail: title, errors: [] });
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "detail" in body && "errors" in body;
}

/** Says whether whoever asks must sign in first. */
export function needsSignIn(error: unknown): boolean {
  return error instanceof Refused && error.status === 401 && error.problem.cause?.code === "sign_in_needed";
}
