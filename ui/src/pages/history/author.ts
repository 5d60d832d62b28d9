/** Who made a change, in words. */
import { useTranslation } from "react-i18next";

/** Returns a function that puts an author of the exchange into words. */
export function useAuthor(): (author: string) => string {
  const { t } = useTranslation("history");
  return author => {
    if (author === "owner" || author === "factory") return t(`authors.${author}`);
    if (author === "set-up") return t("authors.setup");
    const [kind, ...rest] = author.split(" ");
    const name = rest.join(" ");
    if (kind === "administrator" && name) return name;
    return kind === "token" && name ? t("authors.token", { name }) : author;
  };
}
