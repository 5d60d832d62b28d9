import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Where `npm run dev` finds an exchange; the cookie and the origin stay those of the page. */
const EXCHANGE = process.env.STROWGER_URL ?? "http://127.0.0.1:8080";

/** Texts shorter than this gain nothing from being compressed. */
const SMALLEST_COMPRESSED = 512;

/** Leaves a `.br` and a `.gz` beside each text, so that the exchange compresses nothing while it runs. */
function compressedCopies(): Plugin {
  return {
    name: "compressed-copies",
    apply: "build",
    closeBundle() {
      // A build that failed left nothing, and has said why.
      if (!existsSync("dist")) return;
      for (const file of filesOf("dist").filter(name =>
        /\.(js|css|html|svg|json|md|webmanifest)$/.test(name),
      )) {
        const plain = readFileSync(file);
        if (plain.length < SMALLEST_COMPRESSED) continue;
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
        writeFileSync(`${file}.br`, brotliCompressSync(plain, quality));
        writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
      }
    },
  };
}

/** The packages that the pages are made of, with their licences, for the page that names them. */
function licences(): Plugin {
  const name = "virtual:licences";
  const packageAt = (folder: string) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return {
    name: "licences",
    resolveId: id => (id === name ? `\0${name}` : null),
    load(id) {
      if (id !== `\0${name}`) return null;
      const root = new URL(".", import.meta.url).pathname;
      const parts = Object.keys(packageAt(root).dependencies)
        .sort()
        .map(part => packageAt(join(root, "node_modules", part)))
        .map(({ name, version, license }) => ({ name, version, licence: license }));
      return `export default ${JSON.stringify(parts)};`;
    },
  };
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesOf(path) : [path];
  });
}

export default defineConfig({
  plugins: [react(), licences(), compressedCopies()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    sourcemap: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Few files rather than a hundred small ones: each request costs a telephone's browser more than a kilobyte.
        codeSplitting: {
          groups: [
            { name: "icons", test: /@tabler[\\/]icons-react/ },
            {
              name: "base",
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|i18next|react-i18next|openapi-)/,
            },
            { name: "inputs", test: /@mantine|@floating-ui|react-number-format|clsx/, minShareCount: 6 },
            { name: "frame", test: /src[\\/](api|frame|i18n)[\\/]/, minShareCount: 3 },
            { name: "forms", test: /src[\\/](form|list)[\\/]/, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: {
    proxy: { "/api/v1": { target: EXCHANGE, changeOrigin: false, secure: false } },
    // The manual lies beside this folder.
    fs: { allow: [".."] },
  },
  test: {
    environment: "happy-dom",
    setupFiles: ["./tests/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"],
  },
});
