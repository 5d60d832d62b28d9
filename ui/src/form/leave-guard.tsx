/** Asks before a page with changes that are not saved is left. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";

interface LeaveGuardProps {
  isOn: boolean;
  /** True from the moment that the page itself leaves: what is rendered by then is out of date. */
  leaving?: RefObject<boolean> | undefined;
}

export function LeaveGuard({ isOn, leaving }: LeaveGuardProps) {
  const { t } = useTranslation("form");
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      isOn && leaving?.current !== true && current.pathname !== next.pathname,
    enableBeforeUnload: () => isOn,
    withResolver: true,
  });
  const isAsking = blocker.status === "blocked";
  return (
    <Modal opened={isAsking} onClose={() => blocker.reset?.()} title={t("unsavedTitle")} centered>
      <Text size="sm">{t("unsaved")}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          {t("leave")}
        </Button>
        <Button data-autofocus onClick={() => blocker.reset?.()}>
          {t("stay")}
        </Button>
      </Group>
    </Modal>
  );
}
