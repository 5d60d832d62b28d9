/** The frame around the pages of whoever is signed in: header, menu, content. */
import { AppShell, Box, Burger, Group, ScrollArea, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { AccountMenu } from "./account";
import { ConnectionBanner } from "./connection";
import { Finder, FinderButton } from "./finder";
import { Menu } from "./menu-list";

const HEADER_PX = 56;
const MENU_PX = 264;

export function Shell() {
  const { t } = useTranslation();
  const [isOpen, { toggle, close }] = useDisclosure();
  const path = useRouterState({ select: state => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes whenever another page is there
  useEffect(close, [path]);
  return (
    <AppShell
      header={{ height: HEADER_PX }}
      navbar={{ width: MENU_PX, breakpoint: "md", collapsed: { mobile: !isOpen } }}
      padding={{ base: "sm", sm: "lg" }}
    >
      <a className="skip-link" href="#content">
        {t("skip")}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={isOpen ? t("menu.close") : t("menu.open")}
              aria-expanded={isOpen}
            />
            <UnstyledButton component={Link} to="/">
              <Group gap="xs" wrap="nowrap">
                <img src="/icon.svg" width={28} height={28} alt="" />
                <Text fw={700} size="lg">
                  {t("app.name")}
                </Text>
              </Group>
            </UnstyledButton>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <FinderButton />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar aria-label={t("menu.label")}>
        <AppShell.Section grow component={ScrollArea} p="xs">
          <Menu />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Box maw="90rem" mx="auto">
          <ConnectionBanner />
          <Outlet />
        </Box>
      </AppShell.Main>
      <Finder />
    </AppShell>
  );
}
