/** Every page that the menu leads to, in XiVO's order and under XiVO's names. */
import {
  IconAdjustments,
  IconArchive,
  IconArrowDownLeft,
  IconArrowUpRight,
  IconBook,
  IconCode,
  IconDashboard,
  IconHandStop,
  IconHistory,
  IconInfoCircle,
  IconKey,
  IconListDetails,
  IconMusic,
  IconNumbers,
  IconPhone,
  IconPhoneCall,
  IconRoute,
  IconShieldLock,
  IconShieldX,
  IconSitemap,
  IconTopologyStar3,
  IconUsers,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Permission } from "@/api/session";
import type frame from "@/words/en/frame";

export type MenuKey = keyof typeof frame.menu.pages;
export type GroupKey = keyof typeof frame.menu.groups;

export interface MenuPage {
  key: MenuKey;
  path: string;
  icon: ComponentType<{ size?: number | string; stroke?: number }>;
  /** Who sees it; everybody who may read, where nothing is said. */
  needs?: Permission;
}

export interface MenuGroup {
  key: GroupKey;
  pages: MenuPage[];
}

export const MENU: MenuGroup[] = [
  {
    key: "overview",
    pages: [
      { key: "dashboard", path: "/", icon: IconDashboard },
      { key: "route", path: "/route", icon: IconRoute },
    ],
  },
  {
    key: "settings",
    pages: [
      { key: "users", path: "/users", icon: IconUsers },
      { key: "lines", path: "/lines", icon: IconPhone },
      { key: "extensions", path: "/extensions", icon: IconNumbers },
    ],
  },
  {
    key: "calls",
    pages: [
      { key: "outgoing", path: "/outgoing-calls", icon: IconArrowUpRight },
      { key: "incoming", path: "/incoming-calls", icon: IconArrowDownLeft },
      { key: "logs", path: "/call-logs", icon: IconListDetails },
      { key: "live", path: "/calls", icon: IconPhoneCall },
    ],
  },
  { key: "trunks", pages: [{ key: "trunks", path: "/trunks", icon: IconTopologyStar3 }] },
  {
    key: "general",
    pages: [
      { key: "sip", path: "/settings/sip", icon: IconAdjustments },
      { key: "limits", path: "/settings/limits", icon: IconHandStop },
    ],
  },
  {
    key: "configuration",
    pages: [
      { key: "contexts", path: "/contexts", icon: IconSitemap },
      { key: "sounds", path: "/sounds", icon: IconMusic },
    ],
  },
  {
    key: "system",
    pages: [
      { key: "admins", path: "/admins", icon: IconShieldLock, needs: "administer" },
      { key: "tokens", path: "/tokens", icon: IconKey, needs: "administer" },
      { key: "bans", path: "/bans", icon: IconShieldX },
      { key: "history", path: "/history", icon: IconHistory },
      { key: "backup", path: "/backup", icon: IconArchive, needs: "administer" },
      { key: "manual", path: "/manual", icon: IconBook },
      { key: "apiDocs", path: "/api/docs", icon: IconCode },
      { key: "about", path: "/about", icon: IconInfoCircle },
    ],
  },
];

/** Whether a page is shown to somebody with these permissions. */
export function isShownTo(permissions: Permission[], page: MenuPage): boolean {
  return !page.needs || permissions.includes(page.needs);
}
