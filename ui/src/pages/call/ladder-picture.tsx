/** The ladder: hosts side by side, each message an arrow between two of them, with its time. */
import { ScrollArea, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useFormat } from "@/i18n/format";
import styles from "./ladder.module.css";
import { columnsOf } from "./ladder-columns";

type Ladder = Schemas["Ladder"];
type Message = Schemas["LadderMessage"];

interface LadderPictureProps {
  ladder: Ladder;
  open: (message: Message) => void;
}

/** A ladder is a list of buttons with lines behind them: what is drawn can be read and walked through as well. */
export function LadderPicture({ ladder, open }: LadderPictureProps) {
  const { t } = useTranslation("calls");
  const columns = columnsOf(ladder);
  const exchange = t("ladder.exchange");
  const begin = ladder.messages[0]?.at_us ?? 0;
  const grid = { gridTemplateColumns: `4.5rem repeat(${columns.length}, minmax(9rem, 1fr))` };
  return (
    <ScrollArea type="auto" viewportProps={{ tabIndex: 0, "aria-label": t("ladder.title"), role: "group" }}>
      <div className={styles.ladder} style={{ minWidth: `${4.5 + 9 * columns.length}rem` }}>
        <div className={styles.heads} style={grid}>
          <Text size="xs" c="dimmed">
            {t("ladder.time")}
          </Text>
          {columns.map(address => (
            <div key={address} className={styles.head}>
              <Text size="sm" fw={600}>
                {nameOfHost(ladder, address, exchange)}
              </Text>
              <Text size="xs" c="dimmed" className="pre">
                {address}
              </Text>
            </div>
          ))}
        </div>
        <ol className={styles.rungs}>
          {ladder.messages.map((message, index) => (
            <Rung
              // Messages have no names; two may be equal to the microsecond.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              key={index}
              ladder={ladder}
              message={message}
              columns={columns}
              afterUs={message.at_us - begin}
              open={open}
            />
          ))}
        </ol>
      </div>
    </ScrollArea>
  );
}

/** Answers that ask for a password: every call begins so, and goes on. */
const CHALLENGES = [401, 407];

interface RungProps {
  ladder: Ladder;
  message: Message;
  columns: string[];
  /** Microseconds since the first message. */
  afterUs: number;
  open: (message: Message) => void;
}

function Rung({ ladder, message, columns, afterUs, open }: RungProps) {
  const { t } = useTranslation("calls");
  const format = useFormat();
  const exchange = t("ladder.exchange");
  const [from, to] = [columns.indexOf(message.from), columns.indexOf(message.to)];
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  const after = t("ladder.seconds", { seconds: format.number(afterUs / 1e6, 3) });
  const status = message.status ?? 0;
  const isBad = status >= 400 && !CHALLENGES.includes(status);
  // From the middle of one column to the middle of the other.
  const width = 100 / columns.length;
  const line = { left: `${(left + 0.5) * width}%`, width: `${(right - left) * width}%` };
  const hosts = {
    from: nameOfHost(ladder, message.from, exchange),
    to: nameOfHost(ladder, message.to, exchange),
  };
  return (
    <li>
      <UnstyledButton className={styles.rung} onClick={() => open(message)}>
        <span className={styles.time}>{after}</span>
        <span className={styles.lanes}>
          {columns.map((address, index) => (
            <span key={address} className={styles.lane} style={{ left: `${(index + 0.5) * width}%` }} />
          ))}
          <span
            className={`${styles.arrow} ${from < to ? styles.rightwards : styles.leftwards} ${isBad ? styles.bad : ""}`}
            style={line}
          >
            <span className={styles.words}>{shortOf(message)}</span>
          </span>
        </span>
        <VisuallyHidden>{t("ladder.opens", hosts)}</VisuallyHidden>
      </UnstyledButton>
    </li>
  );
}

/** What an arrow is called: the method, or the status. */
function shortOf({ method, status, reason, cseq, first_line: first }: Message): string {
  if (status != null) {
    const of = cseq?.split(" ")[1];
    return `${status} ${reason ?? ""}${of ? ` (${of})` : ""}`;
  }
  return method ?? first;
}

/** Names a host: the exchange, a line, a trunk; else its address. */
export function nameOfHost(ladder: Ladder, address: string, exchange: string): string {
  const host = ladder.hosts.find(one => one.address === address);
  if (!host) return address;
  return host.kind === "exchange" ? exchange : host.name || address;
}
