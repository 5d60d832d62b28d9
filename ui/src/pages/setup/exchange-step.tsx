/** The third step: the exchange's name and time, and the address that phones will use. */
import { Alert, Autocomplete, Code, Radio, Select, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/api/problem";
import { type Draft, DraftProvider, useDraft } from "@/form/draft";
import { type FieldProps, TextField, useFieldProps, WordsField } from "@/form/fields";
import { Failure, READABLE } from "@/frame/failure";
import {
  type Addresses,
  type OwnAddress,
  type Settings,
  saveSettings,
  useAddresses,
  useSettings,
} from "./api";
import { StepFailure, StepFrame } from "./step-frame";
import { reach } from "./steps";

export function ExchangeStep({ next }: { next: () => void }) {
  const { t } = useTranslation("setup");
  const settings = useSettings();
  const addresses = useAddresses();
  const failed = settings.error ?? addresses.error;
  if (failed) {
    const retry = () => void Promise.all([settings.refetch(), addresses.refetch()]);
    return <StepFailure title={t("exchange.title")} error={failed} retry={retry} />;
  }
  if (!settings.data || !addresses.data) return null;
  return <Fields stored={settings.data} addresses={addresses.data} next={next} />;
}

interface FieldsProps {
  stored: Settings;
  addresses: Addresses;
  next: () => void;
}

function Fields({ stored, addresses, next }: FieldsProps) {
  const { t } = useTranslation("setup");
  const draft = useDraft<Settings>({
    name: stored.name ?? "",
    // Nobody has chosen the zone that a new exchange has: that of whoever sits here is likelier.
    time_zone: stored.name ? stored.time_zone : Intl.DateTimeFormat().resolvedOptions().timeZone,
    phone_address: stored.phone_address ?? "",
    external_address: addresses.external_address ?? "",
    local_networks: addresses.local_networks,
  });
  const isFixed = addresses.fixed_by_file.length > 0;
  const [isOutside, setOutside] = useState(Boolean(addresses.external_address));
  const [isBusy, setBusy] = useState(false);
  const [refusal, refuse] = useState<unknown>(null);
  const save = async () => {
    setBusy(true);
    refuse(null);
    try {
      const { external_address, local_networks, ...rest } = draft.values;
      const nat = {
        external_address: isOutside ? external_address : "",
        local_networks: isOutside ? local_networks : [],
      };
      await saveSettings({ ...rest, ...(isFixed ? {} : nat) });
      await reach("numbering");
      return next();
    } catch (error) {
      const errors = error instanceof Refused ? error.problem.errors : [];
      // One network that is wrong is shown beside all of them.
      if (errors.length > 0)
        draft.refuse(errors.map(one => ({ ...one, field: one.field.replace(/\[\d+\]$/, "") })));
      else refuse(error);
    }
    setBusy(false);
  };
  return (
    <DraftProvider draft={draft as unknown as Draft<never>}>
      <StepFrame
        title={t("exchange.title")}
        lead={t("exchange.lead")}
        next={() => void save()}
        isBusy={isBusy}
      >
        {refusal != null && <Failure error={refusal} />}
        <TextField path="name" label={t("exchange.name")} help={t("exchange.nameHelp")} />
        <TimeZoneField path="time_zone" label={t("exchange.timeZone")} help={t("exchange.timeZoneHelp")} />
        <AddressTable addresses={addresses.items} />
        <PhoneAddressField
          path="phone_address"
          label={t("exchange.phoneAddress")}
          help={t("exchange.phoneAddressHelp", { address: addresses.phone?.server ?? "–" })}
          addresses={addresses.items}
        />
        {isFixed ? (
          <Alert title={t("exchange.nat")} styles={READABLE}>
            {t("exchange.fixed", { address: addresses.external_address ?? "–" })}
          </Alert>
        ) : (
          <Nat isOutside={isOutside} setOutside={setOutside} />
        )}
      </StepFrame>
    </DraftProvider>
  );
}

function Nat({ isOutside, setOutside }: { isOutside: boolean; setOutside: (is: boolean) => void }) {
  const { t } = useTranslation("setup");
  return (
    <>
      <Radio.Group
        label={t("exchange.nat")}
        description={t("exchange.natHelp")}
        value={isOutside ? "outside" : "inside"}
        onChange={value => setOutside(value === "outside")}
      >
        <Stack gap="sm" mt="xs">
          <Radio value="inside" label={t("exchange.inside")} description={t("exchange.insideHint")} />
          <Radio value="outside" label={t("exchange.outside")} description={t("exchange.outsideHint")} />
        </Stack>
      </Radio.Group>
      {isOutside && (
        <>
          <TextField
            path="external_address"
            label={t("exchange.external")}
            help={t("exchange.externalHelp")}
            required
          />
          <WordsField
            path="local_networks"
            label={t("exchange.networks")}
            help={t("exchange.networksHelp")}
          />
        </>
      )}
    </>
  );
}

/** One of the addresses that are there, or a name that leads here. */
function PhoneAddressField({ addresses, ...props }: FieldProps & { addresses: OwnAddress[] }) {
  const { field, props: input } = useFieldProps<string>(props);
  return (
    <Autocomplete
      {...input}
      data={addresses
        .filter(one => one.advice === "phones_use_this" || one.advice === "usable")
        .map(one => one.address)}
      value={field.value ?? ""}
      onChange={field.set}
    />
  );
}

function TimeZoneField(props: FieldProps) {
  const { field, props: input } = useFieldProps<string>(props);
  const [zones] = useState(() => Intl.supportedValuesOf("timeZone"));
  const value = field.value ?? null;
  return (
    <Select
      {...input}
      searchable
      limit={50}
      data={value && !zones.includes(value) ? [value, ...zones] : zones}
      value={value}
      allowDeselect={false}
      onChange={next => field.set(next)}
    />
  );
}

/** The addresses that this computer has, each with what it is good for. */
function AddressTable({ addresses }: { addresses: OwnAddress[] }) {
  const { t } = useTranslation("setup");
  const useful = addresses.filter(one => one.advice === "phones_use_this" || one.advice === "usable");
  const isUseful = useful.some(one => one.kind !== "loopback");
  return (
    <div>
      <Text size="sm" fw={500}>
        {t("exchange.addresses")}
      </Text>
      {!isUseful && (
        <Alert color="orange" mt="xs" styles={READABLE}>
          {t("exchange.noAddresses")}
        </Alert>
      )}
      <Table verticalSpacing={4} mt={4} aria-label={t("exchange.addresses")}>
        <Table.Tbody>
          {addresses.map(({ address, kind, advice }) => (
            <Table.Tr key={address}>
              <Table.Th scope="row" w="45%" fw={400}>
                <Code style={{ overflowWrap: "anywhere" }}>{address}</Code>
              </Table.Th>
              <Table.Td>
                {t(advice === "not_listening" ? "exchange.notListening" : `exchange.kinds.${kind}`)}
                {advice === "phones_use_this" && (
                  <Text span size="sm" fw={600}>
                    {" "}
                    {t("exchange.best")}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
