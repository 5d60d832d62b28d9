/** The tabs of a form, and what the exchange says is wrong on them. */
import { Alert, Badge, List, Stack, Tabs } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProblemField } from "@/api/problem";
import { READABLE } from "@/frame/failure";
import { isWithin } from "./path";
import { useProblemWords } from "./words";

/** One tab of a form. */
export interface FormTab {
  key: string;
  title: string;
  /** The fields on it, or what their paths begin with: errors lead here. */
  paths: string[];
  content: ReactNode;
  /** Shows its title even where there is no other tab: XiVO's users look for it. */
  isNamed?: boolean;
}

/** Says whether an error belongs to a field of a tab. */
export function isOn(tab: FormTab, error: ProblemField): boolean {
  return tab.paths.some(path => isWithin(error.field, path));
}

interface TabbedFieldsProps {
  tabs: FormTab[];
  tab: string;
  openTab: (key: string) => void;
  errors: ProblemField[];
}

export function TabbedFields({ tabs, tab, openTab, errors }: TabbedFieldsProps) {
  const { t } = useTranslation("form");
  const wasOpen = useOpened(tab);
  if (tabs.length === 1 && !tabs[0]?.isNamed) return <Stack gap="md">{tabs[0]?.content}</Stack>;
  const wrongOn = (one: FormTab) => errors.filter(error => isOn(one, error)).length;
  return (
    <Tabs value={tab} onChange={next => next && openTab(next)} keepMounted>
      <Tabs.List mb="md">
        {tabs.map(one => {
          const wrong = wrongOn(one);
          return (
            <Tabs.Tab
              key={one.key}
              value={one.key}
              rightSection={
                wrong > 0 ? (
                  <Badge color="red" size="sm" circle aria-label={t("errorsIn", { count: wrong })}>
                    {wrong}
                  </Badge>
                ) : undefined
              }
            >
              {one.title}
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      {tabs.map(one => (
        <Tabs.Panel key={one.key} value={one.key}>
          {wasOpen.has(one.key) && <Stack gap="md">{one.content}</Stack>}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

/** The tabs that were open: their fields are made when somebody first looks, and stay from then on. */
function useOpened(tab: string): ReadonlySet<string> {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set([tab]));
  if (opened.has(tab)) return opened;
  const more = new Set([...opened, tab]);
  setOpened(more);
  return more;
}

/** What is wrong altogether; where it is on no tab, which field and how. */
export function Errors({ all, elsewhere }: { all: number; elsewhere: ProblemField[] }) {
  const { t } = useTranslation("form");
  const words = useProblemWords();
  return (
    <Alert role="alert" color="red" variant="light" title={t("errorsTitle")} styles={READABLE}>
      {elsewhere.length > 0 ? (
        <List size="sm">
          {elsewhere.map(error => (
            <List.Item key={error.field + error.message}>
              {error.field ? `${error.field}: ` : ""}
              {words(error)}
            </List.Item>
          ))}
        </List>
      ) : (
        t("errorsIn", { count: all })
      )}
    </Alert>
  );
}
