/** The question before a page with changes that are not saved is left. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface LeaveDialogProps {
  isOpen: boolean;
  stay: () => void;
  leave: () => void;
}

export function LeaveDialog({ isOpen, stay, leave }: LeaveDialogProps) {
  const { t } = useTranslation("form");
  return (
    <Modal opened={isOpen} onClose={stay} title={t("unsavedTitle")} centered>
      <Text size="sm">{t("unsaved")}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={leave}>
          {t("leave")}
        </Button>
        <Button data-autofocus onClick={stay}>
          {t("stay")}
        </Button>
      </Group>
    </Modal>
  );
}
