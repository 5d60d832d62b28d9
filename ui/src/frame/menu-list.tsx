/** The menu at the side. */
import { Box, NavLink, Text } from "@mantine/core";
import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "@/api/session";
import { isShownTo, MENU } from "./menu";

export function Menu() {
  const { t } = useTranslation();
  const permissions = useMe()?.permissions ?? [];
  const path = useRouterState({ select: state => state.location.pathname });
  return MENU.map(group => {
    const pages = group.pages.filter(page => isShownTo(permissions, page));
    if (pages.length === 0) return null;
    const id = `menu-${group.key}`;
    return (
      <Box key={group.key} mb="xs" role="group" aria-labelledby={id}>
        <Text id={id} size="xs" fw={600} c="dimmed" px="xs" py={4}>
          {t(`menu.groups.${group.key}`)}
        </Text>
        {pages.map(({ key, path: to, icon: Icon }) => {
          const isHere = to === "/" ? path === "/" : path === to || path.startsWith(`${to}/`);
          return (
            <NavLink
              key={key}
              component={Link}
              to={to}
              active={isHere}
              aria-current={isHere ? "page" : undefined}
              label={t(`menu.pages.${key}`)}
              leftSection={<Icon size={18} stroke={1.6} />}
              py={6}
              style={{ borderRadius: "var(--mantine-radius-md)" }}
            />
          );
        })}
      </Box>
    );
  });
}
