/** Deletes an administrator, once somebody has said that it is meant. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/api/client";
import { Refused } from "@/api/problem";
import { readAgain } from "@/api/queries";
import { sessionEnded, useMe } from "@/api/session";
import { useProblemWords } from "@/form/words";
import { noticeDone } from "@/frame/notices";
import { useSay } from "@/frame/say";

interface DeleteAdminProps {
  of: Schemas["AdministratorRow"];
  isOpen: boolean;
  close: () => void;
  /** Called before the page is left. */
  gone: () => void;
}

export function DeleteAdmin({ of, isOpen, close, gone }: DeleteAdminProps) {
  const { t } = useTranslation(["access", "frame"]);
  const say = useSay();
  const words = useProblemWords();
  const navigate = useNavigate();
  const isMe = useMe()?.username === of.username;
  const [refusal, setRefusal] = useState("");
  const [isActing, setActing] = useState(false);
  const act = async () => {
    setActing(true);
    setRefusal("");
    try {
      await api.DELETE("/api/v1/administrators/{id}", { params: { path: { id: of.id } } });
      gone();
      if (isMe) {
        sessionEnded();
        return await navigate({ to: "/login" });
      }
      noticeDone(t("admins.deleted", { name: of.username }));
      await navigate({ to: "/admins" });
      readAgain("/api/v1/administrators");
    } catch (error) {
      const first = error instanceof Refused ? error.problem.errors[0] : undefined;
      setRefusal(first ? words(first) : say(error));
      setActing(false);
    }
  };
  return (
    <Modal opened={isOpen} onClose={close} title={t("admins.confirmDelete", { name: of.username })} centered>
      <Stack>
        <Text size="sm">{t("admins.confirmHint")}</Text>
        {isMe && <Text size="sm">{t("admins.deleteSelf")}</Text>}
        {refusal && (
          <Text size="sm" role="alert" c="var(--strowger-bad)">
            {refusal}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {t("frame:actions.cancel")}
          </Button>
          <Button color="red.9" loading={isActing} onClick={() => void act()}>
            {t("frame:actions.delete")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
