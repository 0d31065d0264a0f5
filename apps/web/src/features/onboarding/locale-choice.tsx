import type { JSX } from "preact"
import { chooseLocale, locale } from "../../i18n/index.ts"

const names = { fr: "Français", en: "English" } as const

export function LocaleChoice(): JSX.Element {
  return (
    <nav class="locales" aria-label="Langue / Language">
      {(["fr", "en"] as const).map(one => (
        <button
          key={one}
          type="button"
          class="quiet"
          lang={one}
          aria-pressed={locale.value === one}
          onClick={() => void chooseLocale(one)}
        >
          {names[one]}
        </button>
      ))}
    </nav>
  )
}
