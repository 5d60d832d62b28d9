/** The fields of a user that lists change too. */
import { Select, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { idOf, useFieldProps } from "@/form/fields";

/** How long phones ring where nothing is said, in seconds. */
export const RING_DEFAULT = 30;

/** How many calls a user may have at once where nothing is said. */
export const CALLS_DEFAULT = 5;

const KINDS = ["default", "anonymous", "custom"] as const;
type Kind = (typeof KINDS)[number];

/** Which of the three a setting is: two words, or else a caller id. */
export function kindOf(outgoing: string | undefined): Kind {
  if (outgoing === undefined || outgoing === "" || outgoing === "default") return "default";
  return outgoing === "anonymous" ? "anonymous" : "custom";
}

/** What the outside sees: what the outgoing call says, nothing, or this. */
export function OutgoingField() {
  const { t } = useTranslation("users");
  const path = "outgoing_caller_id";
  const { field, props } = useFieldProps<string>({
    path,
    label: t("fields.outgoing"),
    help: t("fields.outgoingHelp"),
  });
  const kind = kindOf(field.value);
  const { error, ...kindProps } = props;
  return (
    <Stack gap="xs">
      <Select
        {...kindProps}
        id={kind === "custom" ? idOf(`${path}-kind`) : props.id}
        {...(kind === "custom" ? {} : { error })}
        data={KINDS.map(value => ({ value, label: t(`outgoing.${value}`) }))}
        value={kind}
        allowDeselect={false}
        // A space stands for a caller id that is about to be typed.
        onChange={next => field.set(next === "custom" ? " " : next)}
      />
      {kind === "custom" && (
        <TextInput
          id={props.id}
          label={t("fields.custom")}
          description={t("fields.customHelp")}
          error={error}
          readOnly={field.isReadOnly}
          autoComplete="off"
          value={(field.value ?? "").trimStart()}
          onChange={event => field.set(event.currentTarget.value || " ")}
        />
      )}
    </Stack>
  );
}
