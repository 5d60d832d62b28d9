/** Shows what going back would change, before it is done. */
import { Alert, Anchor, Button, Group, List, Loader, Modal, ScrollArea, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { API, send } from "@/api/nouns";
import { type ProblemField, Refused } from "@/api/problem";
import { readAgain } from "@/api/queries";
import { useProblemWords } from "@/form/words";
import { Failure, READABLE } from "@/frame/failure";
import { noticeDone } from "@/frame/notices";
import { useFormat } from "@/i18n/format";
import { pageOf, useSayChange } from "./say-change";
import { Steps } from "./steps";

export type Way = "undo" | "restore";

interface ChangePreviewProps {
  number: number;
  way: Way;
  close: () => void;
}

const act = (number: number, way: Way, isTried: boolean) =>
  send<Schemas["Plan"]>("POST", `${API}/revisions/${number}/${way}${isTried ? "?dry_run=true" : ""}`);

export function ChangePreview({ number, way, close }: ChangePreviewProps) {
  const { t } = useTranslation(["history", "frame"]);
  const format = useFormat();
  const navigate = useNavigate();
  const [isActing, setActing] = useState(false);
  const [refusal, refuse] = useState<unknown>(null);
  const tried = useQuery({
    queryKey: ["tried", way, number],
    queryFn: () => act(number, way, true).then(acted => acted.answer),
    gcTime: 0,
  });
  const confirm = async () => {
    setActing(true);
    try {
      const { revision } = await act(number, way, false);
      readAgain(`${API}/`);
      noticeDone(t(way === "undo" ? "preview.undone" : "preview.restored", { number }));
      close();
      if (revision) await navigate({ to: `/history/${revision}` });
    } catch (error) {
      refuse(error);
      setActing(false);
    }
  };
  const error = refusal ?? tried.error;
  const isPossible = !error && (tried.data?.steps.length ?? 0) > 0;
  return (
    <Modal
      opened
      onClose={close}
      size="xl"
      title={t(way === "undo" ? "preview.undoTitle" : "preview.restoreTitle", {
        number: format.number(number),
      })}
      scrollAreaComponent={ScrollArea.Autosize}
    >
      <Stack>
        {tried.isLoading && <Loader aria-label={t("frame:actions.loading")} />}
        {error != null && <InTheWay error={error} />}
        {!error && tried.data && <WhatWould plan={tried.data} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {t(isPossible ? "frame:actions.cancel" : "frame:actions.close")}
          </Button>
          {isPossible && (
            <Button loading={isActing} onClick={() => void confirm()}>
              {t(way === "undo" ? "preview.undo" : "preview.restore")}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

/** What a plan would do. */
export function WhatWould({ plan }: { plan: Schemas["Plan"] }) {
  const { t } = useTranslation("history");
  if (plan.steps.length === 0) return <Text>{t("preview.nothing")}</Text>;
  return (
    <>
      <Text>{t("preview.would", { count: plan.steps.length })}</Text>
      <Steps steps={plan.steps} order={3} isLinked={false} />
      {plan.warnings.length > 0 && (
        <Alert color="orange" title={t("preview.warnings")} styles={READABLE}>
          <List size="sm">
            {plan.warnings.map(warning => (
              <List.Item key={warning}>{warning}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Text size="sm" c="dimmed">
        {t("preview.live")}
      </Text>
    </>
  );
}

function InTheWay({ error }: { error: unknown }) {
  const { t } = useTranslation("history");
  const say = useSayChange();
  const words = useProblemWords();
  const conflicts: ProblemField[] = error instanceof Refused ? error.problem.errors : [];
  if (conflicts.length === 0) return <Failure error={error} />;
  return (
    <Alert role="alert" color="orange" title={t("preview.inTheWay")} styles={READABLE}>
      {t("preview.inTheWayHint")}
      <List size="sm" mt="xs">
        {conflicts.map(({ noun, ...rest }) => {
          const page = noun && pageOf(noun);
          const later = rest.cause?.code === "changed_later" ? rest.cause.revision : undefined;
          return (
            <List.Item key={`${noun?.noun}-${noun?.id}-${rest.message}`}>
              {noun && page && (
                <Anchor component={Link} to={page}>
                  {say.noun(noun)}
                </Anchor>
              )}
              {noun && ": "}
              {words(rest)}{" "}
              {later && (
                <Anchor component={Link} to={`/history/${later}`}>
                  {t("preview.seeRevision", { number: later })}
                </Anchor>
              )}
            </List.Item>
          );
        })}
      </List>
    </Alert>
  );
}
