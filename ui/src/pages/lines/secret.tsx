/** Shows the stored password of a line, to whoever may see it. It is an act: the audit notes it. */
import { ActionIcon, Button, Code, Group, Modal, Stack, Text } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/session";
import { CopyButton } from "@/frame/copy";
import { noticeFailed } from "@/frame/notices";
import { useSay } from "@/frame/say";
import { showPassword } from "@/phone/settings";

export function SecretButton({ lineId, username }: { lineId: number; username: string }) {
  const { t } = useTranslation(["lines", "frame"]);
  const say = useSay();
  const maySee = useMay("secrets");
  const [isOpen, open] = useState(false);
  const [password, setPassword] = useState<string | null>(null);
  if (!maySee) return null;
  const show = async () => {
    try {
      setPassword(await showPassword(lineId));
    } catch (error) {
      noticeFailed(say(error));
    }
  };
  const close = () => {
    open(false);
    setPassword(null);
  };
  return (
    <>
      <ActionIcon
        variant="subtle"
        aria-label={`${t("secret.show")}: ${username}`}
        title={t("secret.show")}
        onClick={() => open(true)}
      >
        <IconEye size={18} aria-hidden />
      </ActionIcon>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("secret.title", { username })}
        closeButtonProps={{ "aria-label": t("frame:actions.close") }}
        centered
      >
        <Stack gap="md">
          <Text size="sm">{password === null ? t("secret.ask") : t("secret.shown")}</Text>
          {password !== null && (
            <Group gap="xs" wrap="nowrap" aria-live="polite">
              <Code fz="md" style={{ overflowWrap: "anywhere" }}>
                {password}
              </Code>
              <CopyButton text={password} />
            </Group>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("frame:actions.close")}
            </Button>
            {password === null && (
              <Button data-autofocus onClick={() => void show()}>
                {t("secret.show")}
              </Button>
            )}
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
