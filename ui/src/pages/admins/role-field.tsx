/** What somebody may do, each role explained. */
import { Radio, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type FieldProps, useFieldProps } from "@/form/fields";

export const ROLES = ["administrator", "operator", "read_only"] as const;

export function RoleField(props: FieldProps) {
  const { t } = useTranslation(["access", "frame"]);
  const { field, props: input } = useFieldProps<string>(props);
  return (
    <Radio.Group
      label={input.label}
      description={input.description}
      error={input.error}
      value={field.value ?? "administrator"}
      onChange={value => !field.isReadOnly && field.set(value)}
    >
      <Stack gap="sm" my="xs">
        {ROLES.map((role, index) => (
          <Radio
            key={role}
            {...(index === 0 ? { id: input.id } : {})}
            value={role}
            label={t(`frame:roles.${role}`)}
            description={t(`admins.roles.${role}`)}
            disabled={field.isReadOnly}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
