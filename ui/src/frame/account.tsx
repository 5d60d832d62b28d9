/** The button of the menu of whoever is signed in, and the menu once it is asked for. */
import { ActionIcon, type ActionIconProps } from "@mantine/core";
import { IconUserCircle } from "@tabler/icons-react";
import { type ComponentPropsWithRef, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Me, useMe } from "@/api/session";
import { later } from "./later";

const AccountMenu = later(() => import("./account-menu").then(one => one.AccountMenu));

export function Account() {
  const me = useMe();
  const [isAsked, ask] = useState(false);
  if (!me) return null;
  const button = (
    <AccountButton whose={me} aria-haspopup="menu" aria-expanded={false} onClick={() => ask(true)} />
  );
  return isAsked ? (
    <Suspense fallback={button}>
      <AccountMenu me={me} />
    </Suspense>
  ) : (
    button
  );
}

type AccountButtonProps = { whose: Me } & ActionIconProps & ComponentPropsWithRef<"button">;

export function AccountButton({ whose, ...rest }: AccountButtonProps) {
  const { t } = useTranslation();
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={t("account.menu", { name: whose.username })}
      {...rest}
    >
      <IconUserCircle size={22} stroke={1.6} aria-hidden />
    </ActionIcon>
  );
}
