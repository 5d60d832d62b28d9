/** Marks what has a weak password because somebody insisted. */
import { Badge, Group } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

interface WeakMarkProps {
  name: string;
  isWeak: boolean;
}

/** A name, and the mark beside it where its password is weak. */
export function WeakMark({ name, isWeak }: WeakMarkProps) {
  const { t } = useTranslation("form");
  if (!isWeak) return name;
  return (
    <Group gap="xs" component="span" display="inline-flex">
      {name}
      <Badge
        component="span"
        // White on it has the contrast that WCAG asks for, in both themes.
        color="#8a4b00"
        size="sm"
        tt="none"
        leftSection={<IconAlertTriangle size={12} aria-hidden />}
        title={t("password.weakHelp")}
      >
        {t("password.weak")}
      </Badge>
    </Group>
  );
}
