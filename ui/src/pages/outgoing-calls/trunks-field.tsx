/** The trunks of an outgoing call, in the order in which they are tried. */
import { Box, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useField } from "@/form/draft";
import { OrderedNames } from "@/form/ordered-refs-field";
import { RefsField } from "@/form/ref-field";

export function TrunksField() {
  const { t } = useTranslation("outgoing");
  const field = useField<(string | number)[]>("trunks");
  const chosen = (field.value ?? []).map(String);
  return (
    <>
      <RefsField
        noun="trunks"
        path="trunks"
        label={t("fields.trunks")}
        help={t("fields.trunksHelp")}
        required
      />
      {chosen.length > 1 && (
        <Box role="group" aria-label={t("fields.order")}>
          <Text size="sm" fw={500} mb={4}>
            {t("fields.order")}
          </Text>
          <OrderedNames chosen={chosen} set={field.set} isReadOnly={field.isReadOnly} />
        </Box>
      )}
    </>
  );
}
