import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { applyUpdate, update } from "../../state/update.ts"
import { Mark } from "../../ui/mark.tsx"

export function AboutPage(): JSX.Element {
  return (
    <>
      <div class="about">
        <Mark size={64} />
        <p class="about-name">Colombe</p>
        <p class="help">{text("about.version", { version: __VERSION__ })}</p>
        {update.value === "none" ? null : (
          <button
            type="button"
            name="update"
            disabled={update.value === "applying"}
            onClick={() => void applyUpdate()}
          >
            {text("update.apply")}
          </button>
        )}
      </div>
      <p>{text("about.body")}</p>
      <dl class="facts">
        <dt>{text("about.licence")}</dt>
        <dd>AGPL-3.0-or-later</dd>
        <dt>{text("about.server")}</dt>
        <dd translate={false}>{location.host}</dd>
      </dl>
      <p class="help">{text("about.source")}</p>
    </>
  )
}
