/** Codecs in order: drag, or use the arrows. */
import { Badge, Group, Input, Paper, Stack, Switch, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical, IconMinus, IconPlus } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "@/api/client";
import { useField } from "./draft";
import { type FieldProps, idOf } from "./fields";
import { SmallAct } from "./small-act";
import { useProblemWords } from "./words";

interface CodecsFieldProps extends FieldProps {
  /** An empty list means the general ones: a line's or a trunk's may do without its own. */
  inherits?: boolean;
}

export function CodecsField({ path, label, help, inherits }: CodecsFieldProps) {
  const { t } = useTranslation("form");
  const field = useField<string[]>(path);
  const words = useProblemWords();
  const known = $api.useQuery("get", "/api/v1/codecs").data?.items ?? [];
  const general = known
    .filter(codec => codec.position != null)
    .sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  const chosen = field.value ?? [];
  const own = !inherits || chosen.length > 0;
  const describe = (name: string) => known.find(codec => codec.name === name)?.description ?? "";
  return (
    <Input.Wrapper
      id={idOf(path)}
      labelElement="div"
      label={label}
      description={help}
      error={field.error && words(field.error)}
    >
      <Stack gap="xs" mt={6} role="group" aria-label={label}>
        {inherits && (
          <Switch
            label={t("codecs.custom")}
            description={
              own ? undefined : t("codecs.general", { codecs: general.map(codec => codec.name).join(", ") })
            }
            checked={own}
            disabled={field.isReadOnly}
            onChange={event => field.set(event.currentTarget.checked ? general.map(codec => codec.name) : [])}
          />
        )}
        {own && (
          <Order
            chosen={chosen}
            spare={known.map(codec => codec.name).filter(name => !chosen.includes(name))}
            describe={describe}
            set={field.set}
            isReadOnly={field.isReadOnly}
            keepsOne={inherits ?? false}
          />
        )}
      </Stack>
    </Input.Wrapper>
  );
}

interface OrderProps {
  chosen: string[];
  spare: string[];
  describe: (name: string) => string;
  set: (codecs: string[]) => void;
  isReadOnly: boolean;
  /** The last one stays: none at all would mean something else. */
  keepsOne: boolean;
}

function Order({ chosen, spare, describe, set, isReadOnly, keepsOne }: OrderProps) {
  const { t } = useTranslation("form");
  const [dragged, drag] = useState<number | null>(null);
  const move = (from: number, to: number) => {
    const next = [...chosen];
    const [codec] = next.splice(from, 1);
    if (codec) next.splice(to, 0, codec);
    set(next);
  };
  const drop = (event: DragEvent, to: number) => {
    event.preventDefault();
    if (dragged !== null) move(dragged, to);
    drag(null);
  };
  return (
    <Group align="flex-start" gap="lg">
      <Paper withBorder p="xs" style={{ flex: "1 1 18rem" }}>
        <Text size="xs" fw={600} c="dimmed" mb={4}>
          {t("codecs.inOrder")}
        </Text>
        <Stack gap={4} component="ol" m={0} p={0} style={{ listStyle: "none" }}>
          {chosen.map((codec, index) => (
            <Group
              key={codec}
              component="li"
              gap="xs"
              wrap="nowrap"
              draggable={!isReadOnly}
              onDragStart={() => drag(index)}
              onDragOver={event => event.preventDefault()}
              onDrop={event => drop(event, index)}
              px={4}
              style={{ borderRadius: 6, background: dragged === index ? "var(--strowger-row)" : undefined }}
            >
              {!isReadOnly && (
                <IconGripVertical size={16} aria-hidden style={{ cursor: "grab", flexShrink: 0 }} />
              )}
              <Badge variant="light" radius="sm" circle={false}>
                {index + 1}
              </Badge>
              <Text size="sm" style={{ flex: 1 }}>
                <b>{codec}</b> {describe(codec)}
              </Text>
              {!isReadOnly && (
                <>
                  <SmallAct
                    label={t("codecs.up", { codec })}
                    off={index === 0}
                    act={() => move(index, index - 1)}
                  >
                    <IconArrowUp size={14} aria-hidden />
                  </SmallAct>
                  <SmallAct
                    label={t("codecs.down", { codec })}
                    off={index === chosen.length - 1}
                    act={() => move(index, index + 1)}
                  >
                    <IconArrowDown size={14} aria-hidden />
                  </SmallAct>
                  <SmallAct
                    label={t("codecs.disable", { codec })}
                    off={keepsOne && chosen.length === 1}
                    act={() => set(chosen.filter(one => one !== codec))}
                  >
                    <IconMinus size={14} aria-hidden />
                  </SmallAct>
                </>
              )}
            </Group>
          ))}
        </Stack>
        <Text size="xs" c="dimmed" mt={6}>
          {t("codecs.drag")}
        </Text>
      </Paper>
      {spare.length > 0 && !isReadOnly && (
        <Paper withBorder p="xs" style={{ flex: "1 1 12rem" }}>
          <Text size="xs" fw={600} c="dimmed" mb={4}>
            {t("codecs.available")}
          </Text>
          <Stack gap={4}>
            {spare.map(codec => (
              <Group key={codec} gap="xs" wrap="nowrap">
                <SmallAct
                  label={t("codecs.enable", { codec })}
                  off={false}
                  act={() => set([...chosen, codec])}
                >
                  <IconPlus size={14} aria-hidden />
                </SmallAct>
                <Text size="sm">
                  <b>{codec}</b> {describe(codec)}
                </Text>
              </Group>
            ))}
          </Stack>
        </Paper>
      )}
    </Group>
  );
}
