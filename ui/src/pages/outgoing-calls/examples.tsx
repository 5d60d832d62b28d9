/** Numbers that a pattern matches and numbers that it does not, made up by the exchange, with what would be sent. */
import { Box, Group, List, SimpleGrid, Text } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useField } from "@/form/draft";
import { useProblemWords } from "@/form/words";
import type { Matches } from "./matches";
import { useRejectionWords } from "./rejection-words";

export function Examples({ index, matches }: { index: number; matches: Matches | undefined }) {
  const { t } = useTranslation("outgoing");
  const rejection = useRejectionWords();
  const typed = useField<string>(`extension[${index}].pattern`).value ?? "";
  const judged = matches?.patterns[index];
  if (typed === "" || !judged) return null;
  if (judged.errors.length > 0) return <Wrong errors={judged.errors} />;
  const tried = (number: string) => matches?.numbers.get(number)?.tried.find(one => one.pattern === index);
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" mt="md" aria-live="polite">
      <Side
        title={t("examples.matching")}
        color="var(--strowger-ok)"
        icon={<IconCircleCheck size={16} aria-hidden />}
        lines={judged.matching.map(number => {
          const one = tried(number);
          const sent = one?.verdict === "matches" ? one.sends : "";
          return t("examples.sends", { number, sent });
        })}
      />
      <Side
        title={t("examples.notMatching")}
        color="var(--strowger-bad)"
        icon={<IconCircleX size={16} aria-hidden />}
        lines={judged.not_matching.map(number => {
          const one = tried(number);
          return one?.verdict === "rejected"
            ? t("examples.because", { number, why: rejection(one) })
            : number;
        })}
      />
    </SimpleGrid>
  );
}

interface SideProps {
  title: string;
  color: string;
  icon: ReactNode;
  lines: string[];
}

function Side({ title, color, icon, lines }: SideProps) {
  if (lines.length === 0) return null;
  return (
    <div>
      <Group gap={6} c={color}>
        {icon}
        <Text size="sm" fw={600}>
          {title}
        </Text>
      </Group>
      <List size="sm" listStyleType="none" mt={2}>
        {lines.map(line => (
          <List.Item key={line} style={{ overflowWrap: "anywhere" }}>
            {line}
          </List.Item>
        ))}
      </List>
    </div>
  );
}

function Wrong({ errors }: { errors: NonNullable<Matches["patterns"][number]>["errors"] }) {
  const words = useProblemWords();
  return (
    <Box mt="sm" aria-live="polite">
      {errors.map(({ field, problem, remedy }) => (
        <Text key={field + remedy} size="sm" c="var(--strowger-bad)">
          {words({ field, cause: problem, message: "", remedy })}
        </Text>
      ))}
    </Box>
  );
}
