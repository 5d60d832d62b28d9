/** Why one act on many rows was refused. Many may be in the way alike: each thing is said once. */
import { Alert, List } from "@mantine/core";
import type { ProblemField } from "@/api/problem";
import { useProblemWords } from "@/form/words";
import { READABLE } from "@/frame/failure";

/** Most things that are said at once. */
const SAID_MAX = 10;

export function BulkWrong({ errors }: { errors: ProblemField[] }) {
  const words = useProblemWords();
  const said = new Set(errors.map(error => [error.field, words(error)].filter(Boolean).join(": ")));
  return (
    <Alert role="alert" color="red" variant="light" styles={READABLE}>
      <List size="sm">
        {[...said].slice(0, SAID_MAX).map(line => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
