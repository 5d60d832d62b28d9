/** Paths into a draft as the API writes them: `register.password`, `line[0].extension`. */

type Step = string | number;

export function stepsOf(path: string): Step[] {
  return [...path.matchAll(/[^.[\]]+/g)].map(([step]) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** Reads the value at a path; undefined where something on the way is not there. */
export function at(value: unknown, path: string): unknown {
  return stepsOf(path).reduce<unknown>((here, step) => {
    if (here === null || typeof here !== "object") return undefined;
    return (here as Record<Step, unknown>)[step];
  }, value);
}

/** Returns a copy with another value at a path; what is missing on the way is made. */
export function withValue<Value>(value: Value, path: string, next: unknown): Value {
  return put(value, stepsOf(path), next) as Value;
}

function put(value: unknown, steps: Step[], next: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return next;
  if (typeof step === "number") {
    const list = Array.isArray(value) ? [...value] : [];
    list[step] = put(list[step], rest, next);
    return list;
  }
  const fields = value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
  return { ...fields, [step]: put((fields as Record<string, unknown>)[step], rest, next) };
}

/** Says whether a path is another one or lies below it. */
export function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}
