/** Numbers, dates and durations in the reader's habit. */
import { useTranslation } from "react-i18next";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The symbols of the SI: `Intl` would say "42 secs". */
const SYMBOLS_EN = { second: "s", minute: "min", hour: "h", day: "d" };
const SYMBOLS_FR = { ...SYMBOLS_EN, day: "j" };

export interface Format {
  number(value: number, digits?: number): string;
  percent(share: number, digits?: number): string;
  bytes(value: number): string;
  /** Date and time of a moment in milliseconds since the epoch; today's without the date. */
  moment(ms: number, now?: number): string;
  date(ms: number): string;
  time(ms: number): string;
  /** "3 min", "1 h 5 min", "2 d 4 h": the two largest units. */
  duration(ms: number): string;
  /** "1:05:09", for the length of calls. */
  clock(ms: number): string;
  /** "3 min ago", "in 42 s". */
  ago(ms: number, now?: number): string;
}

const made = new Map<string, Format>();

/** Returns the formats of a language. */
export function formats(language: string): Format {
  const locale = language === "fr" ? "fr-FR" : "en-GB";
  const known = made.get(locale);
  if (known) return known;
  const fresh = formatsIn(locale);
  made.set(locale, fresh);
  return fresh;
}

function formatsIn(locale: string): Format {
  // A browser takes long to make one of these, and little to use it.
  const numbers = keeper((options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options));
  const dateTime = keeper((options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options));
  const relatives = keeper(
    (options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options),
  );
  const unit = (value: number, name: string) =>
    numbers({ style: "unit", unit: name, unitDisplay: "short" }).format(value);
  const symbols = locale === "fr-FR" ? SYMBOLS_FR : SYMBOLS_EN;
  const short = (value: number, name: keyof typeof SYMBOLS_EN) =>
    `${numbers({}).format(value)}\u00a0${symbols[name]}`;
  const duration = (ms: number): string => {
    const rest = Math.max(0, ms);
    if (rest < MINUTE) return short(Math.floor(rest / SECOND), "second");
    const [large, largeName, small, smallName] =
      rest < HOUR
        ? ([MINUTE, "minute", SECOND, "second"] as const)
        : rest < DAY
          ? ([HOUR, "hour", MINUTE, "minute"] as const)
          : ([DAY, "day", HOUR, "hour"] as const);
    const left = Math.floor((rest % large) / small);
    const first = short(Math.floor(rest / large), largeName);
    return left > 0 && !(rest < HOUR && rest >= 10 * MINUTE) ? `${first} ${short(left, smallName)}` : first;
  };
  return {
    number: (value, digits = 0) =>
      numbers({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
    percent: (share, digits = 0) =>
      numbers({ style: "percent", maximumFractionDigits: digits }).format(share),
    bytes: value => {
      const steps = ["byte", "kilobyte", "megabyte", "gigabyte"];
      const step = Math.min(steps.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
      return unit(Math.round((value / 1000 ** step) * 10) / 10, steps[step] ?? "byte");
    },
    moment: (ms, now = Date.now()) => {
      const isToday = new Date(ms).toDateString() === new Date(now).toDateString();
      return dateTime(isToday ? { timeStyle: "medium" } : { dateStyle: "medium", timeStyle: "short" }).format(
        ms,
      );
    },
    date: ms => dateTime({ dateStyle: "medium" }).format(ms),
    time: ms => dateTime({ timeStyle: "medium" }).format(ms),
    duration,
    clock: ms => {
      const seconds = Math.max(0, Math.floor(ms / SECOND));
      const two = (value: number) => String(value).padStart(2, "0");
      const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
      return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
    },
    ago: (ms, now = Date.now()) => {
      const relative = relatives({ numeric: "auto", style: "short" });
      const away = ms - now;
      const size = Math.abs(away);
      if (size < MINUTE) return relative.format(Math.round(away / SECOND), "second");
      if (size < HOUR) return relative.format(Math.round(away / MINUTE), "minute");
      if (size < DAY) return relative.format(Math.round(away / HOUR), "hour");
      return relative.format(Math.round(away / DAY), "day");
    },
  };
}

/** Keeps what it makes, by the options. */
function keeper<Options extends object, Made>(make: (options: Options) => Made): (options: Options) => Made {
  const kept = new Map<string, Made>();
  return options => {
    const key = JSON.stringify(options);
    const found = kept.get(key);
    if (found !== undefined) return found;
    const fresh = make(options);
    kept.set(key, fresh);
    return fresh;
  };
}

/** The formats of the reader's language. */
export function useFormat(): Format {
  return formats(useTranslation().i18n.language);
}
