import type { JSX } from "preact"
import { chooseLocale, locale, text } from "../../i18n/index.ts"
import { Choices } from "../../ui/primitives/choices.tsx"

export function LanguagePage(): JSX.Element {
  return (
    <Choices
      name="language"
      label={text("language.label")}
      help={text("language.help")}
      chosen={locale.value}
      choices={[
        { value: "fr", label: "Français", lang: "fr" },
        { value: "en", label: "English", lang: "en" },
      ]}
      onChoose={value => void chooseLocale(value === "fr" ? "fr" : "en")}
    />
  )
}
