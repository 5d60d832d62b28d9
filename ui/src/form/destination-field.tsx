/** Where a call goes: the kind of destination, and which one. The same picker wherever something can take a call. */
import { Group, Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useField } from "./draft";
import { type FieldProps, idOf, starred } from "./fields";
import { SoundChoice } from "./sound-choice";
import { UserChoice, userChoice, userRef } from "./user-choice";
import { useProblemWords } from "./words";

export type Destination = Schemas["DestinationDraft"];
export type DestinationKind = "user" | "extension" | "hangup" | "echo" | "milliwatt" | "announcement";

const KINDS: DestinationKind[] = ["user", "extension", "hangup", "echo", "milliwatt", "announcement"];
const HANGUPS = ["busy", "congestion", "normal"] as const;

/** Takes a destination apart: its kind, and what of it. */
export function partsOf(destination: Destination | undefined): [DestinationKind, string] {
  if (destination === undefined) return ["user", ""];
  if (typeof destination === "string") return [destination as DestinationKind, ""];
  const [kind, what] = Object.entries(destination)[0] ?? ["user", ""];
  return [kind as DestinationKind, kind === "user" ? userChoice(what ?? "") : String(what ?? "")];
}

function destinationOf(kind: DestinationKind, what: string): Destination {
  if (kind === "echo" || kind === "milliwatt") return kind as Destination;
  return { [kind]: kind === "user" ? userRef(what) : what } as unknown as Destination;
}

/** What is sent of a destination: nothing, where it was not said which one. */
export function sentDestination(destination: Destination | null | undefined): Destination | null {
  if (!destination) return null;
  const [kind, what] = partsOf(destination);
  return what === "" && hasWhat(kind) ? null : destination;
}

function hasWhat(kind: DestinationKind): boolean {
  return kind !== "echo" && kind !== "milliwatt";
}

export function DestinationField({ path, required }: Pick<FieldProps, "path" | "required">) {
  const { t } = useTranslation("form");
  const field = useField<Destination>(path);
  const words = useProblemWords();
  const [kind, what] = partsOf(field.value);
  const set = (nextKind: DestinationKind, next: string) => field.set(destinationOf(nextKind, next));
  const error = field.error && words(field.error);
  return (
    <Group align="flex-start" grow preventGrowOverflow={false} gap="md">
      <Select
        id={idOf(`${path}-kind`)}
        label={t("destination.kind")}
        labelProps={starred(required)}
        data={KINDS.map(value => ({ value, label: t(`destination.${value}`) }))}
        value={kind}
        allowDeselect={false}
        readOnly={field.isReadOnly}
        onChange={next => set(next as DestinationKind, next === "hangup" ? "busy" : "")}
        {...(hasWhat(kind) ? {} : { error })}
      />
      {hasWhat(kind) && (
        <What
          path={path}
          kind={kind}
          what={what}
          error={error}
          isReadOnly={field.isReadOnly}
          set={next => set(kind, next)}
        />
      )}
    </Group>
  );
}

interface WhatProps {
  path: string;
  kind: DestinationKind;
  what: string;
  error: string | undefined;
  isReadOnly: boolean;
  set: (what: string) => void;
}

function What({ path, kind, what, error, isReadOnly, set }: WhatProps) {
  const { t } = useTranslation("form");
  const common = { id: idOf(path), label: t("destination.redirectTo"), error, readOnly: isReadOnly };
  if (kind === "user") return <UserChoice {...common} value={what} set={set} />;
  if (kind === "hangup") {
    return (
      <Select
        {...common}
        data={HANGUPS.map(value => ({ value, label: t(`destination.hangups.${value}`) }))}
        value={what || "busy"}
        allowDeselect={false}
        onChange={next => set(next ?? "busy")}
      />
    );
  }
  if (kind === "announcement") return <SoundChoice {...common} value={what} set={set} />;
  return (
    <TextInput
      {...common}
      labelProps={starred(true)}
      description={t("destination.extensionHelp")}
      value={what}
      onChange={event => set(event.currentTarget.value)}
    />
  );
}
