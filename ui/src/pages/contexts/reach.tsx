/** Who can reach whom: drawn, told in words, and with a warning where calls of a trunk can leave again. */
import {
  Alert,
  Anchor,
  Badge,
  Group,
  List,
  Paper,
  Box as Place,
  Stack,
  Table,
  Text,
  Title,
} from "@mantine/core";
import { IconAlertTriangle, IconArrowUpRight, IconTopologyStar3 } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Failure, READABLE } from "@/frame/failure";
import { BOX_HEIGHT, BOX_WIDTH, type Box, draw, lineOf, type Room, reachOf } from "./graph";
import { type Leak, useLeaks, useRooms } from "./rooms";

/** Most names in a box; the table has all of them. */
const NAMES_MAX = 2;

export default function Reach() {
  const { t } = useTranslation("contexts");
  const { rooms, error, refetch } = useRooms();
  const leaks = useLeaks();
  if (error) return <Failure error={error} retry={refetch} />;
  if (!rooms || rooms.length === 0) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="reach">
      <Stack gap="md">
        <div>
          <Title order={2} size="h4" id="reach">
            {t("reach.title")}
          </Title>
          <Text size="sm" c="dimmed">
            {t("reach.lead")}
          </Text>
        </div>
        {leaks.length > 0 && <Leaks leaks={leaks} />}
        <Picture rooms={rooms} leaks={leaks} />
        <InWords rooms={rooms} leaks={leaks} />
      </Stack>
    </Paper>
  );
}

function Leaks({ leaks }: { leaks: Leak[] }) {
  const { t } = useTranslation("contexts");
  const isOpen = leaks.some(leak => leak.transit);
  return (
    <Alert
      color={isOpen ? "red" : "orange"}
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={t(isOpen ? "leaks.titleOpen" : "leaks.title")}
      styles={READABLE}
    >
      <List size="sm">
        {leaks.map(leak => (
          <List.Item key={`${leak.trunk} ${leak.outgoing_call}`}>
            <LeakWords leak={leak} />
          </List.Item>
        ))}
      </List>
      <Text size="sm" mt="xs">
        {t("leaks.remedy")}{" "}
        <Anchor component={Link} to="/trunks" inherit underline="always">
          {t("leaks.toTrunks")}
        </Anchor>
      </Text>
    </Alert>
  );
}

function LeakWords({ leak }: { leak: Leak }) {
  const { t } = useTranslation("contexts");
  const { trunk, context: room, outgoing_call: outgoing } = leak;
  return leak.transit
    ? t("leaks.open", { trunk, room, outgoing })
    : t("leaks.held", { trunk, room, outgoing });
}

interface ReachProps {
  rooms: Room[];
  leaks: Leak[];
}

function Picture({ rooms, leaks }: ReachProps) {
  const { t } = useTranslation("contexts");
  const picture = useMemo(() => draw(rooms), [rooms]);
  const leaking = new Set(leaks.map(leak => leak.context));
  return (
    <Place
      role="group"
      aria-label={t("reach.picture")}
      // Whoever has no mouse scrolls with the arrows.
      tabIndex={0}
      style={{ overflowX: "auto" }}
    >
      <div style={{ position: "relative", width: picture.width, height: picture.height }}>
        <svg
          aria-hidden
          width={picture.width}
          height={picture.height}
          style={{ position: "absolute", inset: 0, color: "var(--mantine-color-dimmed)" }}
        >
          <defs>
            <marker
              id="arrow"
              viewBox="0 0 8 8"
              refX="6"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0 0 8 4 0 8z" fill="currentColor" />
            </marker>
          </defs>
          {picture.arrows.map(arrow => (
            <path
              key={`${arrow.from.room.name} ${arrow.to.room.name}`}
              d={lineOf(arrow, picture.height - 8)}
              fill="none"
              stroke="currentColor"
              strokeWidth={1.5}
              strokeDasharray={arrow.isBack ? "5 4" : undefined}
              markerEnd="url(#arrow)"
            />
          ))}
        </svg>
        {picture.boxes.map(box => (
          <RoomBox key={box.room.name} box={box} isLeaking={leaking.has(box.room.name)} />
        ))}
      </div>
    </Place>
  );
}

function RoomBox({ box, isLeaking }: { box: Box; isLeaking: boolean }) {
  const { t } = useTranslation("contexts");
  const { room, x, y } = box;
  return (
    <Paper
      withBorder
      p={8}
      style={{
        position: "absolute",
        left: x,
        top: y,
        width: BOX_WIDTH,
        height: BOX_HEIGHT,
        overflow: "hidden",
        ...(isLeaking ? { borderColor: "var(--strowger-bad)", borderWidth: 2 } : {}),
      }}
    >
      <Group gap={6} wrap="nowrap" justify="space-between">
        <Anchor component={Link} to={`/contexts/${room.id}`} fw={600} size="sm" truncate>
          {room.name}
        </Anchor>
        {isLeaking && (
          <IconAlertTriangle
            size={16}
            color="var(--strowger-bad)"
            role="img"
            aria-label={t("leaks.mark")}
            style={{ flexShrink: 0 }}
          />
        )}
      </Group>
      <Text size="xs" c="dimmed" truncate>
        {[...new Set([room.label, t(`kinds.${room.kind as "internal"}`)])].filter(Boolean).join(" · ")}
      </Text>
      <Inside
        icon={<IconTopologyStar3 size={14} aria-hidden />}
        names={room.trunks}
        words={t("reach.trunks")}
      />
      <Inside
        icon={<IconArrowUpRight size={14} aria-hidden />}
        names={room.outgoing}
        words={t("reach.outgoing")}
      />
    </Paper>
  );
}

function Inside({ icon, names, words }: { icon: React.ReactNode; names: string[]; words: string }) {
  if (names.length === 0) return null;
  const shown = names.slice(0, NAMES_MAX).join(", ");
  const rest = names.length - NAMES_MAX;
  return (
    <Group gap={4} wrap="nowrap" title={words}>
      {icon}
      <Text size="xs" truncate>
        {rest > 0 ? `${shown} +${rest}` : shown}
      </Text>
    </Group>
  );
}

/** The same as the picture, to be read and to be heard. */
function InWords({ rooms, leaks }: ReachProps) {
  const { t } = useTranslation("contexts");
  const byName = useMemo(() => new Map(rooms.map(room => [room.name, room])), [rooms]);
  const leaking = new Set(leaks.map(leak => leak.context));
  return (
    <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing="xs" aria-label={t("reach.table")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("reach.from")}</Table.Th>
            <Table.Th scope="col">{t("reach.into")}</Table.Th>
            <Table.Th scope="col">{t("reach.enters")}</Table.Th>
            <Table.Th scope="col">{t("reach.leaves")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rooms.map(room => {
            const reached = reachOf(room.name, byName);
            const outgoing = reached.flatMap(name => byName.get(name)?.outgoing ?? []);
            return (
              <Table.Tr key={room.name}>
                <Table.Th scope="row">{room.name}</Table.Th>
                <Table.Td>{reached.join(" → ")}</Table.Td>
                <Table.Td>{room.trunks.join(", ") || t("reach.noTrunk")}</Table.Td>
                <Table.Td>
                  {outgoing.join(", ") || t("reach.stays")}
                  {leaking.has(room.name) && (
                    <Badge color="red.9" size="sm" ml={6}>
                      {t("leaks.mark")}
                    </Badge>
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
