/** Chooses a user by name; where two have the same name, by identity. */
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { readNoun } from "@/api/nouns";
import { starred } from "./fields";
import { nameOfRow, useNames } from "./ref-field";

export interface ChoiceProps {
  id: string;
  label: string;
  description?: ReactNode;
  error: string | undefined;
  readOnly: boolean;
  value: string;
  set: (what: string) => void;
}

/** How an identity is told from a name that is a number. */
const BY_ID = /^#(\d+)$/;

/** The reference behind a choice: a name, or an identity. */
export function userRef(choice: string): string | number {
  const id = BY_ID.exec(choice)?.[1];
  return id === undefined ? choice : Number(id);
}

/** The choice that stands for a reference. */
export function userChoice(ref: string | number): string {
  return typeof ref === "number" ? `#${ref}` : ref;
}

export function UserChoice({ value, set, ...common }: ChoiceProps) {
  const { t } = useTranslation("form");
  const [search, setSearch] = useState("");
  const chosen = useChosen(value);
  const { rows } = useNames("users", search === chosen.label ? "" : search);
  const names = rows.map(nameOfRow);
  const options = rows.flatMap(row => {
    const name = nameOfRow(row);
    if (name === "") return [];
    const isShared = names.indexOf(name) !== names.lastIndexOf(name);
    return isShared
      ? { value: `#${row.id}`, label: t("ref.numbered", { name, id: row.id }) }
      : { value: name, label: name };
  });
  const isKnown = value === "" || options.some(option => option.value === value);
  return (
    <Select
      {...common}
      labelProps={starred(true)}
      data={isKnown ? options : [chosen, ...options]}
      value={value || null}
      searchable
      allowDeselect={false}
      filter={({ options: all }) => all}
      onSearchChange={setSearch}
      onChange={next => set(next ?? "")}
      placeholder={t("ref.search")}
      nothingFoundMessage={t("ref.nothing")}
    />
  );
}

/** What is chosen already, with its name even where only its identity is known. */
function useChosen(value: string) {
  const { t } = useTranslation("form");
  const ref = userRef(value);
  const id = typeof ref === "number" ? ref : undefined;
  const { data } = useQuery({
    queryKey: ["get", "/api/v1/users/{id}", id],
    queryFn: () => readNoun("users", id ?? 0),
    enabled: id !== undefined,
  });
  return { value, label: data ? t("ref.numbered", { name: nameOfRow(data), id: data.id }) : value };
}
