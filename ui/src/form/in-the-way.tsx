/** Where something that cannot be deleted is used, with links. */
import { Alert, Anchor, List } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ProblemField, Refused } from "@/api/problem";
import { READABLE } from "@/frame/failure";
import { PAGE_OF } from "./pages";
import { nameOf } from "./words";

/** Finds out of a refusal who still uses the thing; nothing where it was refused for something else. */
export function usedBy(error: unknown): ProblemField | undefined {
  return error instanceof Refused
    ? error.problem.errors.find(one => one.cause?.code === "in_use")
    : undefined;
}

export function InTheWay({ error }: { error: ProblemField }) {
  const { t } = useTranslation("form");
  const { cause } = error;
  if (cause?.code !== "in_use") return null;
  const more = "more" in cause ? Number(cause.more) : 0;
  return (
    <Alert role="alert" color="orange" title={t("inUseTitle")} styles={READABLE}>
      {t("inUse")}
      <List size="sm" mt="xs">
        {cause.by.map(one => (
          <List.Item key={JSON.stringify(one)}>
            <NounLink of={one} />
          </List.Item>
        ))}
        {more > 0 && <List.Item>{t("inUseMore", { count: more })}</List.Item>}
      </List>
    </Alert>
  );
}

/** A noun that a message mentions, leading to its form where it has one. */
export function NounLink({ of }: { of: unknown }) {
  if (of === null || typeof of !== "object" || !("noun" in of) || !("id" in of)) return nameOf(of);
  const page = PAGE_OF[String(of.noun).replaceAll(" ", "_")];
  if (!page) return nameOf(of);
  return (
    <Anchor component={Link} to={`${page}/${of.id}`} inherit underline="always">
      {nameOf(of)}
    </Anchor>
  );
}
