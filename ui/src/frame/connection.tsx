/** Says when what is shown may be out of date. */
import { Alert } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useConnection } from "@/api/live";
import { READABLE } from "./failure";

export function ConnectionBanner() {
  const { t } = useTranslation();
  const isLost = useConnection() === "lost";
  return (
    <div aria-live="assertive">
      {isLost && (
        <Alert color="orange" mb="md" icon={<IconPlugConnectedX aria-hidden />} styles={READABLE}>
          {t("connection.lost")}
        </Alert>
      )}
    </div>
  );
}
