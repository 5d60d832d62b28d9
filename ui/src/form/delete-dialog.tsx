/** The question before something is deleted. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

export interface DeleteDialogProps {
  isOpen: boolean;
  name: string;
  close: () => void;
  act: () => Promise<void>;
}

export function DeleteDialog({ isOpen, name, close, act }: DeleteDialogProps) {
  const { t } = useTranslation(["form", "frame"]);
  const [isActing, setActing] = useState(false);
  const confirm = async () => {
    setActing(true);
    await act();
    setActing(false);
    close();
  };
  return (
    <Modal opened={isOpen} onClose={close} title={t("confirmDelete", { name })} centered>
      <Text size="sm">{t("confirmHint")}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close}>
          {t("frame:actions.cancel")}
        </Button>
        <Button color="red.9" loading={isActing} onClick={() => void confirm()} data-autofocus>
          {t("frame:actions.delete")}
        </Button>
      </Group>
    </Modal>
  );
}
