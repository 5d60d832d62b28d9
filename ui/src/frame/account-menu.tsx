/** What the menu of whoever is signed in holds: language, appearance, password, out. */
import { Menu, Text, useMantineColorScheme } from "@mantine/core";
import { IconCheck, IconKey, IconLogout } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { type Me, signOut } from "@/api/session";
import { LANGUAGES, type Language, setLanguage } from "@/i18n";
import { AccountButton } from "./account";

const THEMES = ["light", "dark", "auto"] as const;

/** The menu at its button; it opens at once, because somebody has asked for it. */
export function AccountMenu({ me }: { me: Me }) {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const navigate = useNavigate();
  const [isOpen, open] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The button that was pressed has gone: this one, in its place, gets the cursor back when the menu closes.
    button.current?.focus();
    open(true);
  }, []);
  const speak = async (language: Language) => {
    await setLanguage(language);
    // The choice stays with the account; it holds here even where it cannot be kept.
    await api.PATCH("/api/v1/session", { body: { language } }).catch(() => undefined);
  };
  const leave = async () => {
    await signOut();
    await navigate({ to: "/login" });
  };
  const tick = (isChosen: boolean) => (isChosen ? <IconCheck size={16} aria-hidden /> : undefined);
  return (
    <Menu opened={isOpen} onChange={open} position="bottom-end" width={230}>
      <Menu.Target>
        <AccountButton whose={me} ref={button} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fw={600} size="sm" c="var(--mantine-color-text)">
            {me.username}
          </Text>
          {t(`roles.${me.role}`)}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t("account.language")}</Menu.Label>
        {LANGUAGES.map(language => (
          <Menu.Item
            key={language}
            lang={language}
            role="menuitemradio"
            aria-checked={i18n.language === language}
            onClick={() => void speak(language)}
            rightSection={tick(i18n.language === language)}
          >
            {t(`languages.${language}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t("account.theme")}</Menu.Label>
        {THEMES.map(scheme => (
          <Menu.Item
            key={scheme}
            role="menuitemradio"
            aria-checked={colorScheme === scheme}
            onClick={() => setColorScheme(scheme)}
            rightSection={tick(colorScheme === scheme)}
          >
            {t(`account.themes.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconKey size={16} aria-hidden />}
          onClick={() => void navigate({ to: "/password" })}
        >
          {t("account.changePassword")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          {t("account.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
