/** One step: what it is about, its fields, the way back and on. */
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { type FormEvent, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "@/frame/failure";

interface StepFrameProps {
  title: string;
  lead: ReactNode;
  children: ReactNode;
  back?: (() => void) | undefined;
  next: () => void;
  /** What the button says; "Next" where nothing is given. */
  nextLabel?: string;
  isBusy?: boolean;
  canGoOn?: boolean;
}

export function StepFrame(props: StepFrameProps) {
  const { t } = useTranslation();
  const title = useRef<HTMLHeadingElement>(null);
  // Whoever listens to the page hears which step has come.
  useEffect(() => title.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.next();
  };
  return (
    <form onSubmit={submit} noValidate aria-label={props.title}>
      <Stack gap="md">
        <div>
          <Title order={1} size="h2" ref={title} tabIndex={-1}>
            {props.title}
          </Title>
          <Text c="dimmed" mt={4}>
            {props.lead}
          </Text>
        </div>
        {props.children}
        <Group justify="space-between" mt="sm">
          {props.back ? (
            <Button variant="default" onClick={props.back}>
              {t("actions.back")}
            </Button>
          ) : (
            <span />
          )}
          <Button type="submit" loading={props.isBusy ?? false} disabled={props.canGoOn === false}>
            {props.nextLabel ?? t("actions.next")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What stands in the place of a step that could not be read. */
export function StepFailure({ title, error, retry }: { title: string; error: unknown; retry: () => void }) {
  return (
    <Stack gap="md">
      <Title order={1} size="h2">
        {title}
      </Title>
      <Failure error={error} retry={retry} />
    </Stack>
  );
}
