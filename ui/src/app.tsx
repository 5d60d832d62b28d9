/** What surrounds every page: theme, cache, notices, router. */
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { queries } from "./api/queries";
import { Notices } from "./frame/notices";
import { router } from "./router";
import { resolver, themeIn } from "./theme";

export function App() {
  const { t } = useTranslation();
  return (
    <MantineProvider
      theme={themeIn(t("actions.close"))}
      cssVariablesResolver={resolver}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queries}>
        <Notices />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
