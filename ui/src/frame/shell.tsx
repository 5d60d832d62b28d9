/** The frame around the pages of whoever is signed in: header, menu, content. Its places and sizes are in `app.css`. */
import { Box, Burger, Group, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Account } from "./account";
import { ConnectionBanner } from "./connection";
import { Finder, FinderButton } from "./finder-button";
import { Menu } from "./menu-list";

/** From this width on, the menu is always beside the content. */
const WIDE = "(min-width: 62em)";

export function Shell() {
  const { t } = useTranslation();
  const [isOpen, { toggle, close }] = useDisclosure();
  const path = useRouterState({ select: state => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes whenever another page is there
  useEffect(close, [path]);
  return (
    <>
      <a className="skip-link" href="#content">
        {t("skip")}
      </a>
      <header className="frame-header right-scroll-bar-position">
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
          <Account />
        </Group>
      </header>
      <nav className="frame-menu" aria-label={t("menu.label")} data-open={isOpen || undefined}>
        <MenuWhenSeen isOpen={isOpen} />
      </nav>
      <main className="frame-content" id="content" tabIndex={-1}>
        <Box maw="90rem" mx="auto">
          <ConnectionBanner />
          <Outlet />
        </Box>
      </main>
      <Finder />
    </>
  );
}

/** Where the menu is hidden at first, it is made when it is first opened. */
function MenuWhenSeen({ isOpen }: { isOpen: boolean }) {
  const isWide = useMediaQuery(WIDE, undefined, { getInitialValueInEffect: false });
  const [wasSeen, setWasSeen] = useState(false);
  if ((isOpen || isWide) && !wasSeen) setWasSeen(true);
  return wasSeen && <Menu />;
}
