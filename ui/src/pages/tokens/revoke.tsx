/** Shuts a token out. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/api/client";
import { readAgain } from "@/api/queries";
import { noticeDone, noticeFailed } from "@/frame/notices";
import { useSay } from "@/frame/say";

export function RevokeToken({ of, close }: { of: Schemas["TokenRow"]; close: () => void }) {
  const { t } = useTranslation(["access", "frame"]);
  const say = useSay();
  const [isActing, setActing] = useState(false);
  const act = async () => {
    setActing(true);
    try {
      await api.DELETE("/api/v1/tokens/{name}", { params: { path: { name: of.name } } });
      noticeDone(t("tokens.revoked", { name: of.name }));
    } catch (error) {
      noticeFailed(say(error));
    }
    readAgain("/api/v1/tokens");
    close();
  };
  return (
    <Modal opened onClose={close} title={t("tokens.confirmRevoke", { name: of.name })} centered>
      <Text size="sm">{t("tokens.confirmHint")}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close} data-autofocus>
          {t("frame:actions.cancel")}
        </Button>
        <Button color="red.9" loading={isActing} onClick={() => void act()}>
          {t("tokens.revoke")}
        </Button>
      </Group>
    </Modal>
  );
}
