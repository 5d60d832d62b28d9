/** The tab Network: where the exchange is, as it sees itself and as others see it. */
import { Code, List, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { NumberField, TextField, WordsField } from "@/form/fields";
import { type FixedSetting, type HostAddress, useAddresses } from "./addresses";
import { DAY, Section } from "./section";

export function NetworkTab() {
  const { t } = useTranslation("settings");
  const host = useAddresses();
  const isFixed = (setting: FixedSetting) => host?.fixed_by_file.includes(setting) ?? false;
  return (
    <>
      <TextField path="phone_address" label={t("fields.phone")} help={t("fields.phoneHelp")} />
      {host && host.items.length > 0 && <Addresses items={host.items} />}
      {isFixed("external_address") ? (
        <Fixed label={t("fields.external")} value={host?.external_address ?? ""} setting="external_address" />
      ) : (
        <TextField path="external_address" label={t("fields.external")} help={t("fields.externalHelp")} />
      )}
      {isFixed("local_networks") ? (
        <Fixed
          label={t("fields.local")}
          value={host?.local_networks.join(", ") ?? ""}
          setting="local_networks"
        />
      ) : (
        <WordsField path="local_networks" label={t("fields.local")} help={t("fields.localHelp")} />
      )}
      <Section title={t("groups.audio")}>
        <NumberField
          path="rtp_timeout"
          label={t("fields.rtp")}
          help={t("fields.rtpHelp")}
          min={0}
          max={DAY}
        />
      </Section>
    </>
  );
}

/** A setting that the configuration file has fixed, and that it has. */
function Fixed({ label, value, setting }: { label: string; value: string; setting: FixedSetting }) {
  const { t } = useTranslation("settings");
  return (
    <TextInput
      label={label}
      description={t("fixed", { key: `[sip] ${setting}` })}
      value={value}
      readOnly
      variant="filled"
    />
  );
}

function Addresses({ items }: { items: HostAddress[] }) {
  const { t } = useTranslation("settings");
  return (
    <div>
      <Text size="sm" fw={500}>
        {t("addresses.title")}
      </Text>
      <List size="sm" mt={4} spacing={2}>
        {items.map(item => (
          <List.Item key={item.address}>
            <Code c="var(--mantine-color-text)">
              {item.address}/{item.prefix}
            </Code>{" "}
            {t(`addresses.kinds.${item.kind}`)}, {t(`addresses.advice.${item.advice}`)}
          </List.Item>
        ))}
      </List>
    </div>
  );
}
