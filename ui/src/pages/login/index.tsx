/** Signing in. */
import {
  Button,
  Center,
  Group,
  Paper,
  PasswordInput,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/api/client";
import { signedIn } from "@/api/session";
import { useSay } from "@/frame/say";
import { LANGUAGES, type Language, setLanguage } from "@/i18n";

export function LoginPage() {
  const { t } = useTranslation(["access", "frame"]);
  const say = useSay();
  const navigate = useNavigate();
  const { next } = useSearch({ strict: false }) as { next?: string };
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [error, setError] = useState("");
  const [isBusy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const setup = useSetup();
  const isNew = setup?.needed ?? false;
  useDocumentTitle(`${t("login.title")} · Strowger`);
  useEffect(() => {
    // In a task of its own: giving the focus makes the browser lay the page out, which takes a phone a while.
    const soon = setTimeout(() => first.current?.focus());
    return () => clearTimeout(soon);
  }, []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError("");
    try {
      const { data } = await api.POST("/api/v1/session", { body: { username, password } });
      if (data) await signedIn(data);
      // Whoever left the first run in the middle goes on there.
      const isUnfinished = setup?.step !== undefined && setup.step !== "done";
      const mayGoOn = data?.permissions.includes("configure") ?? false;
      const start = isUnfinished && mayGoOn ? "/setup" : "/";
      await navigate({ to: isOurs(next) && next !== "/" ? next : start, replace: true });
    } catch (refusal) {
      setError(say(refusal));
      setBusy(false);
    }
  };
  return (
    <Center mih="100dvh" p="md" component="main">
      <Stack w="100%" maw={380} gap="lg">
        <Stack align="center" gap={4}>
          <img src="/icon.svg" width={56} height={56} alt="" />
          <Title order={1} size="h2">
            {t("frame:app.name")}
          </Title>
          <Text c="dimmed">{t("frame:app.tagline")}</Text>
        </Stack>
        <Paper withBorder p="lg" component="form" onSubmit={submit} aria-label={t("login.title")}>
          <Stack>
            {isNew && <Text size="sm">{t("login.newHere")}</Text>}
            {!isNew && next && next !== "/" && <Text size="sm">{t("login.expired")}</Text>}
            <TextInput
              label={t("login.username")}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
              withAsterisk={false}
              ref={first}
              value={username}
              onChange={event => setUsername(event.currentTarget.value)}
            />
            <PasswordInput
              label={t("login.password")}
              autoComplete="current-password"
              required
              withAsterisk={false}
              visibilityToggleButtonProps={{ "aria-label": t("login.show"), tabIndex: 0 }}
              value={password}
              onChange={event => setPassword(event.currentTarget.value)}
            />
            {error && (
              <Text role="alert" size="sm" c="var(--strowger-bad)">
                {error}
              </Text>
            )}
            <Button type="submit" loading={isBusy} fullWidth>
              {t("login.submit")}
            </Button>
          </Stack>
        </Paper>
        <Group justify="center">
          <SegmentedControl
            size="xs"
            aria-label={t("frame:account.language")}
            data={LANGUAGES.map(value => ({ value, label: t(`frame:languages.${value}`) }))}
            value={useTranslation().i18n.language}
            onChange={value => void setLanguage(value as Language)}
          />
        </Group>
      </Stack>
    </Center>
  );
}

/** Where the first run is, as soon as it is known. */
function useSetup(): Schemas["Setup"] | null {
  const [setup, setSetup] = useState<Schemas["Setup"] | null>(null);
  useEffect(() => {
    api
      .GET("/api/v1/setup")
      .then(({ data }) => setSetup(data ?? null))
      .catch(() => undefined);
  }, []);
  return setup;
}

/** Only an address of our own is gone on to: a link from elsewhere must not lead away. */
function isOurs(next: string | undefined): next is string {
  return next !== undefined && /^\/(?![/\\])/.test(next);
}
