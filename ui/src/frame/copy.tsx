/** Copies a text. */
import { ActionIcon, CopyButton as Copy, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

export function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation();
  // Browsers give the clipboard only to pages that came over TLS or from this host itself.
  if (!window.isSecureContext) return null;
  return (
    <Copy value={text} timeout={2_000}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t("actions.copied") : t("actions.copy")}>
          <ActionIcon
            variant="default"
            size="lg"
            onClick={copy}
            aria-label={copied ? t("actions.copied") : t("actions.copy")}
          >
            {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      )}
    </Copy>
  );
}
