import { defineConfig } from "@playwright/test"

/** Journeys take seconds; what takes longer than this hangs. */
const testMs = 480_000
const expectMs = 40_000

export default defineConfig({
  testDir: "..",
  testMatch: "**/*.e2e.ts",
  testIgnore: "**/node_modules/**",
  globalSetup: "../apps/web/e2e/build.ts",
  timeout: testMs,
  expect: { timeout: expectMs },
  // Journeys wait more than they compute: two side by side, each file on a server of its own.
  workers: 2,
  reporter: process.env.CI ? "line" : "list",
})
