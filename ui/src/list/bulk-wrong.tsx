/** Why one act on many rows was refused. Many may be in the way alike: each thing is said once, and what is used leads to its users. */
import { Alert, List, Stack } from "@mantine/core";
import type { FieldCause, ProblemField } from "@/api/problem";
import { InTheWay } from "@/form/in-the-way";
import { useProblemWords } from "@/form/words";
import { READABLE } from "@/frame/failure";

/** Most things that are said at once. */
const SAID_MAX = 10;

type InUse = Extract<FieldCause, { code: "in_use" }>;

export function BulkWrong({ errors }: { errors: ProblemField[] }) {
  const words = useProblemWords();
  const inUse = errors.flatMap(({ cause }) => (cause?.code === "in_use" ? [cause] : []));
  const others = errors.filter(({ cause }) => cause?.code !== "in_use");
  const said = new Set(others.map(error => [error.field, words(error)].filter(Boolean).join(": ")));
  return (
    <Stack gap="sm">
      {inUse.length > 0 && (
        <InTheWay error={{ field: "", message: "", remedy: "", cause: together(inUse) }} />
      )}
      {said.size > 0 && (
        <Alert role="alert" color="red" variant="light" styles={READABLE}>
          <List size="sm">
            {[...said].slice(0, SAID_MAX).map(line => (
              <List.Item key={line}>{line}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Stack>
  );
}

/** All that rely on any of them, each once; past the first few they are counted. */
export function together(causes: InUse[]): InUse {
  const by = new Map(causes.flatMap(cause => cause.by.map(one => [`${one.noun} ${one.id}`, one])));
  const uncounted = causes.reduce((sum, cause) => sum + cause.more, 0);
  const more = uncounted + Math.max(0, by.size - SAID_MAX);
  return { code: "in_use", by: [...by.values()].slice(0, SAID_MAX), more };
}
