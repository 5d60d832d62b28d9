/** The question: who calls, and what is dialled. */
import { Button, Group, Select, SimpleGrid, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconRoute } from "@tabler/icons-react";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "@/api/client";
import { useNames } from "@/form/ref-field";

export const CALLERS = ["context", "line", "trunk"] as const;
export type CallerKind = (typeof CALLERS)[number];

/** Who calls and what is dialled. */
export interface Asked {
  kind: CallerKind;
  who: string;
  number: string;
  caller: string;
}

/** Most lines that are proposed at once. */
const LINES_MAX = 50;

interface QuestionProps {
  first: Asked;
  ask: (asked: Asked) => void;
}

export function Question({ first, ask }: QuestionProps) {
  const { t } = useTranslation("route");
  const [asked, set] = useState(first);
  const change = (changes: Partial<Asked>) => set(old => ({ ...old, ...changes }));
  // An address that changes, as by Back, and a name that is typed elsewhere in a form, change the question; the focus stays.
  const { kind, who, number, caller } = first;
  useEffect(() => set(old => ({ ...old, kind, who })), [kind, who]);
  useEffect(() => set(old => ({ ...old, number, caller })), [number, caller]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Within a form of a noun, this must not save it.
    event.stopPropagation();
    ask(asked);
  };
  return (
    <form onSubmit={submit} aria-label={t("title")}>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
        <Select
          label={t("who")}
          data={CALLERS.map(value => ({ value, label: t(`kinds.${value}`) }))}
          value={asked.kind}
          allowDeselect={false}
          onChange={next => change({ kind: next as CallerKind, who: "" })}
        />
        <Who key={asked.kind} kind={asked.kind} value={asked.who} set={next => change({ who: next })} />
        <TextInput
          label={t("number")}
          description={t("numberHelp")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          autoComplete="off"
          spellCheck={false}
          value={asked.number}
          onChange={event => change({ number: event.currentTarget.value })}
        />
        <TextInput
          label={t("caller")}
          description={t("callerHelp")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          autoComplete="off"
          value={asked.caller}
          onChange={event => change({ caller: event.currentTarget.value })}
        />
      </SimpleGrid>
      <Group mt="md">
        <Button
          type="submit"
          leftSection={<IconRoute size={18} aria-hidden />}
          disabled={asked.who === "" || asked.number.trim() === ""}
        >
          {t("go")}
        </Button>
      </Group>
    </form>
  );
}

interface WhoProps {
  kind: CallerKind;
  value: string;
  set: (who: string) => void;
}

function Who({ kind, value, set }: WhoProps) {
  if (kind === "line") return <LineChoice value={value} set={set} />;
  return <NameChoice noun={kind === "context" ? "contexts" : "trunks"} kind={kind} value={value} set={set} />;
}

function NameChoice({
  noun,
  kind,
  value,
  set,
}: Omit<WhoProps, "kind"> & { noun: "contexts" | "trunks"; kind: "context" | "trunk" }) {
  const { t } = useTranslation("route");
  const [search, setSearch] = useState("");
  const { names } = useNames(noun, search === value ? "" : search);
  return <Choice label={t(kind)} names={names} value={value} set={set} onSearch={setSearch} />;
}

function LineChoice({ value, set }: { value: string; set: (who: string) => void }) {
  const { t } = useTranslation("route");
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed === value ? "" : typed, 200);
  const listed = $api.useQuery(
    "get",
    "/api/v1/lines",
    { params: { query: { search, limit: LINES_MAX } } },
    { placeholderData: before => before },
  );
  const names = (listed.data?.items ?? []).flatMap(line => (line.username ? [line.username] : []));
  return <Choice label={t("line")} names={names} value={value} set={set} onSearch={setTyped} />;
}

interface ChoiceProps {
  label: string;
  names: string[];
  value: string;
  set: (who: string) => void;
  onSearch: (search: string) => void;
}

function Choice({ label, names, value, set, onSearch }: ChoiceProps) {
  const { t } = useTranslation("form");
  return (
    <Select
      label={label}
      data={[...new Set([...(value ? [value] : []), ...names])]}
      value={value || null}
      searchable
      allowDeselect={false}
      filter={({ options }) => options}
      onSearchChange={onSearch}
      onChange={next => set(next ?? "")}
      placeholder={t("ref.search")}
      nothingFoundMessage={t("ref.nothing")}
    />
  );
}
