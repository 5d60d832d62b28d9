/** Puts a refusal into the reader's words. */
import { useTranslation } from "react-i18next";
import { Refused, Unreachable } from "@/api/problem";

/** Returns a function that says what went wrong, in a sentence. */
export function useSay(): (error: unknown) => string {
  const { t } = useTranslation();
  return error => {
    if (error instanceof Unreachable) return t("errors.unreachable");
    if (!(error instanceof Refused)) return error instanceof Error ? error.message : String(error);
    const cause = error.problem.cause;
    if (cause?.code === "too_soon" || cause?.code === "test_too_soon")
      return t(`causes.${cause.code}`, { count: cause.wait_s });
    if (cause) return t(`causes.${cause.code}`);
    if (error.status === 404) return t("errors.gone");
    return t("errors.detail", { detail: error.problem.detail });
  };
}
