/** Chooses one of the sound files of the exchange. */
import { Anchor, Select } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api } from "@/api/client";
import { starred } from "./fields";
import type { ChoiceProps } from "./user-choice";

/** Reads the names of the sound files. */
function useSoundNames(): string[] {
  const { data } = $api.useQuery("get", "/api/v1/sounds", {});
  return (data?.items ?? []).map(sound => sound.name);
}

export function SoundChoice({ value, set, ...common }: ChoiceProps) {
  const { t } = useTranslation("form");
  const names = useSoundNames();
  return (
    <Select
      {...common}
      labelProps={starred(true)}
      description={
        <>
          {t("destination.soundHelp")}{" "}
          <Anchor component={Link} to="/sounds" size="xs" underline="always">
            {t("destination.sounds")}
          </Anchor>
        </>
      }
      data={[...new Set([...(value ? [value] : []), ...names])]}
      value={value || null}
      searchable
      allowDeselect={false}
      onChange={next => set(next ?? "")}
      placeholder={t("ref.search")}
      nothingFoundMessage={t("destination.noSound")}
    />
  );
}
