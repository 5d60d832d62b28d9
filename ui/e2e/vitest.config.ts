/** Tests in a real browser against real exchanges; tools/e2e starts those, and says where they are. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": new URL("../src", import.meta.url).pathname } },
  test: {
    root: new URL("..", import.meta.url).pathname,
    environment: "node",
    include: ["e2e/*.e2e.ts"],
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 30_000,
    reporters: ["dot"],
  },
});
