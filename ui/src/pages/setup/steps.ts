/** The steps of the first run, in their order. */
import { api, type Schemas } from "@/api/client";

export type StepName = Schemas["SetupStep"];

export const STEPS: Exclude<StepName, "done">[] = [
  "language",
  "administrator",
  "exchange",
  "numbering",
  "users",
];

/** Where a step stands; the end comes after the last. */
export function placeOf(step: StepName): number {
  return step === "done" ? STEPS.length : STEPS.indexOf(step);
}

/** Remembers that the wizard has come this far, so that it can be left and resumed; it never goes back by itself. */
export async function reach(step: StepName): Promise<void> {
  const { data } = await api.GET("/api/v1/setup");
  if (data && placeOf(data.step) >= placeOf(step)) return;
  await api.PUT("/api/v1/setup/step", { body: { step } });
}
