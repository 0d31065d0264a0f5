import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { cancelExport, exportEverything, exporting } from "../../state/exporting.ts"
import { Progress } from "../../ui/primitives/progress.tsx"
import { Switch } from "../../ui/primitives/switch.tsx"

/** Everything that this device can read, to take along in an open format. */
export function Export(): JSX.Element {
  const [withFiles, setWithFiles] = useState(true)
  const now = exporting.value
  return (
    <section>
      <h2>{text("export.title")}</h2>
      <p>{text("export.body")}</p>
      {now.at === "running" ? (
        <>
          <Progress
            label={text("export.running")}
            value={now.progress.total === 0 ? undefined : now.progress.done / now.progress.total}
          />
          <button type="button" name="cancel-export" onClick={cancelExport}>
            {text("new.cancel")}
          </button>
        </>
      ) : (
        <>
          <Switch
            name="export-files"
            label={text("export.files")}
            help={text("export.files.help")}
            on={withFiles}
            onSwitch={setWithFiles}
          />
          <button type="button" name="export" onClick={() => void exportEverything(withFiles)}>
            {text("export.start")}
          </button>
        </>
      )}
      <p class={now.at === "failed" ? "help problem" : "help"} role="status">
        {now.at === "failed" ? phrase(now.code, locale.value) : now.at === "done" ? text("export.done") : ""}
      </p>
    </section>
  )
}
