/** A password that somebody will type to sign in: shows how strong it is, and why, while it is typed. */
import { Box, PasswordInput, Progress, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type FieldProps, spoken, useFieldProps } from "./fields";
import { LENGTH_MIN, type Strength, strengthOf } from "./strength";

const COLOURS = { weak: "red.8", fair: "orange.8", good: "teal.8", strong: "teal.9" } as const;

interface NewPasswordFieldProps extends FieldProps {
  /** Whose password it is: it must not be little more than this. */
  username: string;
}

export function NewPasswordField({ username, ...props }: NewPasswordFieldProps) {
  const { t } = useTranslation("access");
  const { field, props: input } = useFieldProps<string>(props);
  const password = field.value ?? "";
  return (
    <Box>
      <PasswordInput
        {...input}
        {...spoken(input)}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ "aria-label": t("strength.show"), tabIndex: 0 }}
        value={password}
        onChange={event => field.set(event.currentTarget.value)}
      />
      {!field.isReadOnly && !field.error && (
        <Meter strength={password ? strengthOf(password, username) : null} />
      )}
    </Box>
  );
}

function Meter({ strength }: { strength: Strength | null }) {
  const { t } = useTranslation("access");
  const reason: ReactNode = !strength
    ? t("strength.hint", { min: LENGTH_MIN })
    : strength.weakness === "short"
      ? t("strength.short", { count: strength.missing })
      : t(`strength.${strength.weakness ?? (strength.level === "weak" ? "fair" : strength.level)}`);
  return (
    <Box mt={6}>
      {strength && (
        <Progress.Root size="sm" aria-hidden>
          <Progress.Section value={strength.percent} color={COLOURS[strength.level]} />
        </Progress.Root>
      )}
      <Text size="xs" c="dimmed" mt={4} aria-live="polite">
        {strength && (
          <Text span fw={600} size="xs" c="var(--mantine-color-text)">
            {t(`strength.levels.${strength.level}`)}
            {". "}
          </Text>
        )}
        {reason}
      </Text>
    </Box>
  );
}
