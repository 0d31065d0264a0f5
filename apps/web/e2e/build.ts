import { execFileSync } from "node:child_process"
import { resolve } from "node:path"

/** The journeys see what `npm start` would serve, never a build from before the last change. */
export default function build(): void {
  execFileSync("npm", ["run", "build", "-w", "apps/web"], {
    cwd: resolve(import.meta.dirname, "../../.."),
    stdio: "pipe",
  })
}
