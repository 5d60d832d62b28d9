/** A picture of the manual: a page as the browser test saw it. */
import { Image } from "@mantine/core";
import { pictureUrl } from "./chapters";

export function Picture({ href, words }: { href: string; words: string }) {
  const url = pictureUrl(href.split("/").at(-1) ?? "");
  if (!url) return <em>{words}</em>;
  return (
    <Image
      src={url}
      alt={words}
      loading="lazy"
      radius="md"
      maw={900}
      my="sm"
      style={{ border: "1px solid var(--mantine-color-default-border)" }}
    />
  );
}
