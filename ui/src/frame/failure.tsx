/** What stands in the place of something that could not be read. */
import { Alert, Button, Group } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSay } from "./say";

interface FailureProps {
  error: unknown;
  retry?: () => void;
}

export function Failure({ error, retry }: FailureProps) {
  const { t } = useTranslation();
  const say = useSay();
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={t("errors.title")}
      styles={READABLE}
    >
      {say(error)}
      {retry && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={retry}>
            {t("actions.retry")}
          </Button>
        </Group>
      )}
    </Alert>
  );
}

/** A title in the colour of the alert would be too faint. */
export const READABLE = {
  title: { color: "var(--mantine-color-text)" },
  message: { color: "var(--mantine-color-text)" },
};
