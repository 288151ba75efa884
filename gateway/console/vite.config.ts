/** Three pages, one folder of files with hashed names; the gateway serves it as it lies. */
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const gateway = process.env["HUSHCUE_GATEWAY"] ?? "http://127.0.0.1:8580";

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    outDir: resolve(import.meta.dirname, "../hushcue_gateway/web/static"),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        console: resolve(import.meta.dirname, "index.html"),
        phone: resolve(import.meta.dirname, "phone.html"),
        usb: resolve(import.meta.dirname, "usb.html"),
      },
    },
  },
  worker: { format: "es" },
  server: { proxy: { "/api": { target: gateway, ws: true, changeOrigin: false } } },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
