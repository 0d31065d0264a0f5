import { defineConfig, mergeConfig } from "vite"
import app from "../vite.config.ts"

/** The gallery is a build of its own: nothing of it is in the app's. */
export default mergeConfig(
  app,
  defineConfig({
    root: import.meta.dirname,
    publicDir: "../public",
    build: { outDir: "dist", emptyOutDir: true },
  }),
)
