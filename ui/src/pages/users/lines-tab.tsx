/** The lines of a user, the main one first: each a phone's account, made and changed with the person. */
import {
  Accordion,
  ActionIcon,
  Alert,
  Anchor,
  Badge,
  Button,
  Group,
  Paper,
  Stack,
  Title,
} from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/session";
import { useField } from "@/form/draft";
import { useFreeNumbers } from "@/form/free-number";
import { READABLE } from "@/frame/failure";
import { freshLine, LineDevices, type LineDraft, LineIdentity, LineSignaling } from "@/pages/lines/fields";
import { showPassword, useLineId } from "@/phone/settings";

export function LinesTab() {
  const { t } = useTranslation("users");
  const field = useField<LineDraft[]>("line");
  const lines = field.value ?? [];
  const last = lines.at(-1);
  const context = last?.context == null ? undefined : String(last.context);
  const taken = lines.flatMap(line => (line.extension ? [line.extension] : []));
  const free = useFreeNumbers(context, "user").numbers.filter(number => !taken.includes(number));
  const move = (from: number, to: number) => {
    const next = [...lines];
    const [line] = next.splice(from, 1);
    if (line) next.splice(to, 0, line);
    field.set(next);
  };
  return (
    <Stack gap="md">
      {lines.length === 0 && (
        <Alert styles={READABLE}>
          {t("lines.none")}{" "}
          <Anchor component={Link} to="/contexts" inherit underline="always">
            {t("lines.toContexts")}
          </Anchor>
        </Alert>
      )}
      {lines.map((line, index) => (
        <LineCard
          key={isStored(line) ? `stored ${line.username}` : `new ${index}`}
          index={index}
          count={lines.length}
          line={line}
          taken={taken}
          isReadOnly={field.isReadOnly}
          move={to => move(index, to)}
          remove={() => field.set(lines.filter((_, other) => other !== index))}
        />
      ))}
      {!field.isReadOnly && (
        <Button
          variant="default"
          w="fit-content"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => field.set([...lines, freshLine(context ?? null, free[0] ?? null)])}
        >
          {t("lines.add")}
        </Button>
      )}
    </Stack>
  );
}

interface LineCardProps {
  index: number;
  count: number;
  line: LineDraft;
  taken: string[];
  isReadOnly: boolean;
  move: (to: number) => void;
  remove: () => void;
}

function LineCard({ index, count, line, taken, isReadOnly, move, remove }: LineCardProps) {
  const { t } = useTranslation("users");
  const maySee = useMay("secrets");
  const stored = isStored(line);
  const id = useLineId(stored ? (line.username ?? undefined) : undefined);
  const number = index + 1;
  const title = `line-${number}`;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby={title}>
      <Group justify="space-between" mb="sm">
        <Group gap="xs">
          <Title order={2} size="h5" id={title}>
            {t("lines.line", { number })}
          </Title>
          {index === 0 && <Badge variant="light">{t("lines.main")}</Badge>}
        </Group>
        {!isReadOnly && (
          <Group gap={4}>
            <Act label={t("lines.up", { number })} off={index === 0} act={() => move(index - 1)}>
              <IconArrowUp size={16} aria-hidden />
            </Act>
            <Act label={t("lines.down", { number })} off={number === count} act={() => move(index + 1)}>
              <IconArrowDown size={16} aria-hidden />
            </Act>
            <Act label={t("lines.remove", { number })} off={false} act={remove}>
              <IconTrash size={16} aria-hidden />
            </Act>
          </Group>
        )}
      </Group>
      <Stack gap="md">
        <LineIdentity
          prefix={`line[${index}].`}
          hasFixedUsername={stored}
          openPath={id === undefined ? undefined : `/lines/${id}`}
          reveal={maySee && id !== undefined ? () => showPassword(id) : undefined}
          taken={taken}
        />
        <Accordion variant="contained" chevronPosition="left">
          <Accordion.Item value="more">
            <Accordion.Control>{t("lines.more")}</Accordion.Control>
            <Accordion.Panel>
              <Stack gap="md">
                <LineDevices prefix={`line[${index}].`} />
                <LineSignaling prefix={`line[${index}].`} />
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
      </Stack>
    </Paper>
  );
}

interface ActProps {
  label: string;
  off: boolean;
  act: () => void;
  children: React.ReactNode;
}

function Act({ label, off, act, children }: ActProps) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} title={label} disabled={off} onClick={act}>
      {children}
    </ActionIcon>
  );
}

/** The exchange gives every line that it stores a place; one that was just added here has none. */
export function isStored(line: LineDraft): boolean {
  return line.position != null;
}

/** The lines with places that follow their order: as they are where they do already, else counted anew. */
export function numbered(lines: LineDraft[]): LineDraft[] {
  const inOrder = lines.every(({ position }, index) => {
    const before = lines[index - 1]?.position ?? 0;
    return position != null && position > before;
  });
  return inOrder ? lines : lines.map((line, index) => ({ ...line, position: index + 1 }));
}
