/** Uploads a sound file: which one, under which name, how far it is. */
import {
  Alert,
  Button,
  Checkbox,
  FileInput,
  Group,
  Modal,
  Progress,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { IconFileMusic } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { API } from "@/api/nouns";
import { readAgain } from "@/api/queries";
import { starred } from "@/form/fields";
import { useProblemWords } from "@/form/words";
import { READABLE } from "@/frame/failure";
import { noticeDone } from "@/frame/notices";
import { useSay } from "@/frame/say";
import { useFormat } from "@/i18n/format";
import { FILE_MAX, fieldsOf, nameOfFile, uploadSound } from "./sounds";

export function Upload({ close }: { close: () => void }) {
  const { t } = useTranslation(["sounds", "frame", "form"]);
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState("");
  const [sent, setSent] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [replace, setReplace] = useState(false);
  const isTooLarge = file !== null && file.size > FILE_MAX;
  const isTaken = fieldsOf(error).name?.cause?.code === "taken";
  const words = useUploadErrors(error);
  const choose = (next: File | null) => {
    setFile(next);
    setError(null);
    if (next) setName(nameOfFile(next.name));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!file) return;
    setError(null);
    setSent(0);
    try {
      await uploadSound({ name, file, replace }, setSent);
      readAgain(`${API}/sounds`);
      noticeDone(t("uploaded", { name }));
      close();
    } catch (refusal) {
      setError(refusal);
    }
    setSent(null);
  };
  return (
    <Modal opened onClose={close} title={t("upload")} centered>
      <form onSubmit={submit} aria-label={t("upload")} noValidate>
        <Stack>
          <FileInput
            label={t("form.file")}
            description={t("form.fileHelp")}
            placeholder={t("form.choose")}
            labelProps={starred(true)}
            accept=".wav,audio/wav,audio/x-wav"
            leftSection={<IconFileMusic size={18} aria-hidden />}
            value={file}
            onChange={choose}
            error={isTooLarge ? t("tooLarge") : words.file}
          />
          <TextInput
            label={t("form.name")}
            description={t("form.nameHelp")}
            labelProps={starred(true)}
            autoComplete="off"
            spellCheck={false}
            value={name}
            onChange={event => {
              setName(event.currentTarget.value);
              setReplace(false);
            }}
            error={words.name}
          />
          {(isTaken || replace) && (
            <Checkbox
              label={t("form.replace")}
              checked={replace}
              onChange={event => setReplace(event.currentTarget.checked)}
            />
          )}
          {words.other && (
            <Alert role="alert" color="red" variant="light" styles={READABLE}>
              {words.other}
            </Alert>
          )}
          {sent !== null && file && <Sending name={name} sent={sent} total={file.size} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("frame:actions.cancel")}
            </Button>
            <Button type="submit" loading={sent !== null} disabled={!file || isTooLarge || name === ""}>
              {t("form.act")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Sending({ name, sent, total }: { name: string; sent: number; total: number }) {
  const { t } = useTranslation("sounds");
  const format = useFormat();
  const share = total > 0 ? Math.min(100, (100 * sent) / total) : 100;
  return (
    <div>
      <Progress value={share} aria-label={t("form.progress", { name })} />
      <Text size="xs" c="dimmed" mt={4}>
        {t("form.sent", { sent: format.bytes(Math.min(sent, total)), total: format.bytes(total) })}
      </Text>
    </div>
  );
}

/** Puts what is wrong beside its field; what belongs to none, below. */
function useUploadErrors(error: unknown) {
  const words = useProblemWords();
  const say = useSay();
  const { name, file } = fieldsOf(error);
  const other = error && !name && !file ? say(error) : undefined;
  return { name: name && words(name), file: file && words(file), other };
}
