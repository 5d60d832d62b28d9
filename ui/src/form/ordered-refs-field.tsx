/** Other nouns whose order counts: the first is tried first. Drag, or use the arrows. */
import { Badge, Group, Input, Paper, Select, Stack, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type FieldProps, idOf, useFieldProps } from "./fields";
import { type Referable, useNames } from "./ref-field";
import { SmallAct } from "./small-act";

interface OrderedRefsFieldProps extends FieldProps {
  noun: Referable;
  /** What cannot be chosen, such as the noun itself. */
  without?: string[];
  /** What is said where nothing is chosen. */
  none: string;
  /** The label of the choice that adds one. */
  add: string;
}

export function OrderedRefsField({ noun, without, none, add, ...props }: OrderedRefsFieldProps) {
  const { t } = useTranslation("form");
  const { field, props: input } = useFieldProps<(string | number)[]>(props);
  const [search, setSearch] = useState("");
  const chosen = (field.value ?? []).map(String);
  const { names } = useNames(noun, search);
  const spare = names.filter(name => !chosen.includes(name) && !without?.includes(name));
  const addOne = (name: string | null) => {
    if (name !== null) field.set([...chosen, name]);
    setSearch("");
  };
  return (
    <Input.Wrapper
      id={idOf(props.path)}
      labelElement="div"
      label={input.label}
      description={input.description}
      error={input.error}
    >
      <Stack gap="xs" mt={6} role="group" aria-label={props.label}>
        {chosen.length === 0 && (
          <Text size="sm" c="dimmed">
            {none}
          </Text>
        )}
        {chosen.length > 0 && <OrderedNames chosen={chosen} set={field.set} isReadOnly={field.isReadOnly} />}
        {!field.isReadOnly && (
          <Select
            maw={320}
            aria-label={add}
            placeholder={add}
            data={spare}
            value={null}
            searchable
            searchValue={search}
            onSearchChange={setSearch}
            onChange={addOne}
            filter={({ options }) => options}
            nothingFoundMessage={t("ref.nothing")}
          />
        )}
      </Stack>
    </Input.Wrapper>
  );
}

interface OrderedNamesProps {
  chosen: string[];
  set: (names: string[]) => void;
  isReadOnly: boolean;
}

/** Names in their order. */
/** Names in an order that can be changed. */
export function OrderedNames({ chosen, set, isReadOnly }: OrderedNamesProps) {
  const { t } = useTranslation("form");
  const [dragged, drag] = useState<number | null>(null);
  const move = (from: number, to: number) => {
    const next = [...chosen];
    const [name] = next.splice(from, 1);
    if (name !== undefined) next.splice(to, 0, name);
    set(next);
  };
  return (
    <Paper withBorder p="xs" maw={480}>
      <Stack gap={4} component="ol" m={0} p={0} style={{ listStyle: "none" }}>
        {chosen.map((name, index) => (
          <Group
            key={name}
            component="li"
            gap="xs"
            wrap="nowrap"
            draggable={!isReadOnly}
            onDragStart={() => drag(index)}
            onDragOver={event => event.preventDefault()}
            onDrop={event => {
              event.preventDefault();
              if (dragged !== null) move(dragged, index);
              drag(null);
            }}
            px={4}
            style={{ borderRadius: 6, background: dragged === index ? "var(--strowger-row)" : undefined }}
          >
            {!isReadOnly && (
              <IconGripVertical size={16} aria-hidden style={{ cursor: "grab", flexShrink: 0 }} />
            )}
            <Badge variant="light" radius="sm">
              {index + 1}
            </Badge>
            <Text size="sm" style={{ flex: 1, overflowWrap: "anywhere" }}>
              {name}
            </Text>
            {!isReadOnly && (
              <>
                <SmallAct
                  label={t("order.up", { name })}
                  off={index === 0}
                  act={() => move(index, index - 1)}
                >
                  <IconArrowUp size={14} aria-hidden />
                </SmallAct>
                <SmallAct
                  label={t("order.down", { name })}
                  off={index === chosen.length - 1}
                  act={() => move(index, index + 1)}
                >
                  <IconArrowDown size={14} aria-hidden />
                </SmallAct>
                <SmallAct
                  label={t("order.remove", { name })}
                  off={false}
                  act={() => set(chosen.filter(one => one !== name))}
                >
                  <IconX size={14} aria-hidden />
                </SmallAct>
              </>
            )}
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}
