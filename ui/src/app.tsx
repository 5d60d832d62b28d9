/** What surrounds every page: theme, cache, notices, router. */
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { queries } from "./api/queries";
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
        <Notifications position="bottom-right" autoClose={8_000} limit={4} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
