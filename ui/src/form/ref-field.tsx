/** A field that names another noun, or several in order: found by typing a part of its name. */
import { MultiSelect, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { API, type Stored, send } from "@/api/nouns";
import { type FieldProps, useFieldProps } from "./fields";

/** Most proposals at once; who has more types a part of the name. */
const SHOWN_MAX = 50;

const PAUSE_MS = 200;

/** What can be referred to, and by which name. */
export type Referable = "contexts" | "users" | "trunks";

interface RefFieldProps extends FieldProps {
  noun: Referable;
  clearable?: boolean;
  /** Only those that hold this are proposed. */
  only?: (row: Stored<Referable>) => boolean;
}

export function RefField({ noun, clearable, only, ...props }: RefFieldProps) {
  const { t } = useTranslation("form");
  const { field, props: input } = useFieldProps<string>(props);
  const [search, setSearch] = useState("");
  const value = field.value === undefined ? null : String(field.value);
  const { names, isLoading } = useNames(noun, search === value ? "" : search, only);
  return (
    <Select
      {...input}
      data={withChosen(names, value === null ? [] : [value])}
      value={value}
      searchable
      clearable={(clearable ?? false) && !field.isReadOnly}
      allowDeselect={clearable ?? false}
      onSearchChange={setSearch}
      onChange={next => field.set(next)}
      filter={({ options }) => options}
      nothingFoundMessage={isLoading ? undefined : t("ref.nothing")}
      placeholder={input.placeholder ?? t("ref.search")}
    />
  );
}

export function RefsField({ noun, ...props }: RefFieldProps) {
  const { t } = useTranslation("form");
  const { field, props: input } = useFieldProps<string[]>(props);
  const [search, setSearch] = useState("");
  const value = (field.value ?? []).map(String);
  const { names } = useNames(noun, search);
  return (
    <MultiSelect
      {...input}
      data={withChosen(names, value)}
      value={value}
      searchable
      hidePickedOptions
      searchValue={search}
      onSearchChange={setSearch}
      onChange={next => field.set(next)}
      filter={({ options }) => options}
      nothingFoundMessage={t("ref.nothing")}
      placeholder={value.length === 0 ? (input.placeholder ?? t("ref.search")) : undefined}
    />
  );
}

/** The names that hold what was typed. */
export function useNames(noun: Referable, typed: string, only?: (row: Stored<Referable>) => boolean) {
  const [search] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const question = new URLSearchParams({ limit: String(SHOWN_MAX), ...(search ? { search } : {}) });
  const listed = useQuery({
    queryKey: ["get", `${API}/${noun}`, "names", question.toString()],
    queryFn: () =>
      send<{ items: Stored<Referable>[] }>("GET", `${API}/${noun}?${question}`).then(
        acted => acted.answer.items,
      ),
    placeholderData: before => before,
  });
  const rows = (listed.data ?? []).filter(row => !only || only(row));
  return { names: rows.map(nameOfRow).filter(name => name !== ""), rows, isLoading: listed.isLoading };
}

/** What others call it by. */
export function nameOfRow(row: Stored<Referable>): string {
  if ("name" in row && row.name) return row.name;
  if ("firstname" in row) return [row.firstname, row.lastname].filter(Boolean).join(" ");
  return "";
}

function withChosen(names: string[], chosen: string[]): string[] {
  return [...new Set([...chosen, ...names])];
}
