/** A number to dial, with the next ones that are free in the context. */
import { Anchor, Group, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { $api } from "@/api/client";
import { useField } from "./draft";
import { type FieldProps, useFieldProps } from "./fields";

/** How many are proposed at once. */
const PROPOSED = 3;

/** What a number is for: each kind has its own ranges in a context. */
export type NumberKind = "user" | "incall";

/** Numbers that nobody has yet. */
interface FreeNumbers {
  /** None where the context has no ranges of the kind. */
  numbers: string[];
  isWaiting: boolean;
}

/** The first free numbers of a context's ranges of a kind. */
export function useFreeNumbers(context: string | undefined, kind: NumberKind): FreeNumbers {
  const free = $api.useQuery(
    "get",
    "/api/v1/extensions/free",
    { params: { query: { context: context ?? "", kind } } },
    { enabled: Boolean(context), retry: false },
  );
  return { numbers: free.data?.items ?? [], isWaiting: Boolean(context) && !free.isFetched };
}

interface FreeNumberFieldProps extends FieldProps {
  /** The field that says the context. */
  contextPath: string;
  kind: NumberKind;
  /** Numbers that this form gives to something else, not saved yet. */
  taken?: string[];
}

export function FreeNumberField({ contextPath, kind, taken = [], ...props }: FreeNumberFieldProps) {
  const { t } = useTranslation("form");
  const { field, props: input } = useFieldProps<string>(props);
  const context = useField<string | number>(contextPath).value;
  const free = useFreeNumbers(context === undefined ? undefined : String(context), kind)
    .numbers.filter(number => number !== field.value && !taken.includes(number))
    .slice(0, PROPOSED);
  return (
    <div>
      <TextInput
        {...input}
        autoComplete="off"
        inputMode="tel"
        value={field.value ?? ""}
        onChange={event => field.set(event.currentTarget.value.trim())}
      />
      {!field.isReadOnly && free.length > 0 && (
        <Group gap="xs" mt={4}>
          <Text size="xs" c="dimmed">
            {t("free.next")}
          </Text>
          {free.map(number => (
            <Anchor
              key={number}
              component="button"
              type="button"
              size="xs"
              aria-label={t("free.take", { number })}
              onClick={() => field.set(number)}
            >
              {number}
            </Anchor>
          ))}
        </Group>
      )}
    </div>
  );
}
