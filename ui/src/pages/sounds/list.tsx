/** The list of sound files: play, upload, delete, where each is used. */
import { ActionIcon, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconMusic, IconTrash, IconUpload } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProblemField } from "@/api/problem";
import { useMay } from "@/api/session";
import { InTheWay, NounLink } from "@/form/in-the-way";
import { useSoundFaultWords } from "@/form/sound-fault";
import { Page } from "@/frame/page";
import { useFormat } from "@/i18n/format";
import { Empty } from "@/list/empty";
import { List } from "@/list/list";
import { useListParams } from "@/list/params";
import type { Column } from "@/list/table";
import { DeleteSound } from "./delete";
import { PlayButton } from "./player";
import { type Sound, useSounds } from "./sounds";
import { Upload } from "./upload";

export function SoundsPage() {
  const { t } = useTranslation("sounds");
  const [params] = useListParams();
  const listed = useSounds(params);
  const mayConfigure = useMay("configure");
  const [isUploading, openUpload] = useState(false);
  const [going, askDelete] = useState<string | null>(null);
  const [inTheWay, setInTheWay] = useState<ProblemField | null>(null);
  const upload = mayConfigure && (
    <Button leftSection={<IconUpload size={18} aria-hidden />} onClick={() => openUpload(true)}>
      {t("upload")}
    </Button>
  );
  return (
    <Page title={t("title")} lead={t("lead")} actions={upload}>
      {inTheWay && <InTheWay error={inTheWay} />}
      <List
        name="sounds"
        label={t("title")}
        columns={useSoundColumns()}
        listed={listed}
        idOf={sound => sound.name}
        nameOf={sound => sound.name}
        rowActions={sound => (
          <>
            {!sound.problem && <PlayButton name={sound.name} />}
            {mayConfigure && (
              <ActionIcon
                variant="subtle"
                size="lg"
                aria-label={t("delete", { name: sound.name })}
                title={t("delete", { name: sound.name })}
                onClick={() => askDelete(sound.name)}
              >
                <IconTrash size={18} aria-hidden />
              </ActionIcon>
            )}
          </>
        )}
        empty={
          <Empty
            icon={<IconMusic size={40} stroke={1.4} />}
            title={t("empty.title")}
            words={t("empty.words")}
            action={upload}
          />
        }
      />
      {isUploading && <Upload close={() => openUpload(false)} />}
      {going !== null && <DeleteSound name={going} close={() => askDelete(null)} refused={setInTheWay} />}
    </Page>
  );
}

function useSoundColumns(): Column<Sound>[] {
  const { t } = useTranslation("sounds");
  const format = useFormat();
  return [
    { key: "name", title: t("columns.name"), cell: sound => <Named sound={sound} />, order: "name" },
    {
      key: "length",
      title: t("columns.length"),
      cell: sound => (sound.problem ? "–" : format.clock(sound.duration_ms)),
      order: "duration_ms",
      isNumber: true,
    },
    {
      key: "size",
      title: t("columns.size"),
      cell: sound => format.bytes(sound.bytes),
      order: "bytes",
      isNumber: true,
    },
    {
      key: "changed",
      title: t("columns.changed"),
      cell: sound => <Text size="sm">{format.moment(sound.changed_ms)}</Text>,
      order: "changed_ms",
    },
    { key: "used", title: t("columns.used"), cell: sound => <Used by={sound.used_by} /> },
  ];
}

function Named({ sound }: { sound: Sound }) {
  const faultWords = useSoundFaultWords();
  return (
    <>
      <b>{sound.name}</b>
      {sound.problem && (
        <Group gap={4} wrap="nowrap" c="var(--strowger-bad)">
          <IconAlertTriangle size={16} aria-hidden style={{ flexShrink: 0 }} />
          <Text size="sm">{faultWords(sound.problem)}</Text>
        </Group>
      )}
    </>
  );
}

function Used({ by }: { by: unknown[] }) {
  const { t } = useTranslation("sounds");
  if (by.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("unused")}
      </Text>
    );
  }
  return (
    <Text size="sm">
      {by.map((one, index) => (
        <Fragment key={JSON.stringify(one)}>
          {index > 0 && ", "}
          <NounLink of={one} />
        </Fragment>
      ))}
    </Text>
  );
}
