import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { addressOf, type SettingsPage, settingsPages } from "../../state/route.ts"
import { Icon, type IconName } from "../../ui/icons.tsx"
import { AboutPage } from "./about.tsx"
import { AccountsPage } from "./accounts.tsx"
import { AppLockPage } from "./app-lock.tsx"
import { AppearancePage } from "./appearance.tsx"
import { Devices } from "./devices.tsx"
import { LanguagePage } from "./language.tsx"
import { PrivacyPage } from "./privacy.tsx"
import { ProfilePage } from "./profile.tsx"
import { RecoveryPage } from "./recovery.tsx"
import { StoragePage } from "./storage.tsx"

const pages: Readonly<
  Record<SettingsPage, { readonly icon: IconName; readonly Body: () => JSX.Element | null }>
> = {
  profile: { icon: "person", Body: ProfilePage },
  accounts: { icon: "people", Body: AccountsPage },
  privacy: { icon: "veil", Body: PrivacyPage },
  lock: { icon: "lock", Body: AppLockPage },
  appearance: { icon: "contrast", Body: AppearancePage },
  language: { icon: "globe", Body: LanguagePage },
  devices: { icon: "device", Body: Devices },
  recovery: { icon: "key", Body: RecoveryPage },
  storage: { icon: "disk", Body: StoragePage },
  about: { icon: "about", Body: AboutPage },
}

/** One place for everything that can be set: beside each other where there is room, else one page after the other. */
export function Settings({ page }: { page: SettingsPage | undefined }): JSX.Element {
  const shown = page ?? "profile"
  const { Body } = pages[shown]
  return (
    <main class={page === undefined ? "settings at-index" : "settings at-page"}>
      <div class="settings-index">
        <header class="pane-head">
          <a class="quiet square back" href="#/" aria-label={text("conversation.back")}>
            <Icon name="back" />
          </a>
          <h1>{text("settings.title")}</h1>
        </header>
        <nav aria-label={text("settings.title")}>
          {settingsPages.map(name => (
            <a
              key={name}
              class="settings-link"
              href={addressOf({ at: "settings", page: name })}
              aria-current={name === page ? "page" : undefined}
              data-shown={name === shown}
            >
              <Icon name={pages[name].icon} />
              <span>{text(`settings.${name}`)}</span>
              <Icon name="next" size={16} />
            </a>
          ))}
        </nav>
      </div>
      <section class="settings-page" key={shown} aria-labelledby="settings-page">
        <header class="pane-head">
          <a
            class="quiet square back"
            href={addressOf({ at: "settings", page: undefined })}
            aria-label={text("settings.back")}
          >
            <Icon name="back" />
          </a>
          <h1 id="settings-page">{text(`settings.${shown}`)}</h1>
        </header>
        {/* What scrolls must be reachable by keyboard: on this page nothing within it is. */}
        <div class="pane-body" tabIndex={page === "about" ? 0 : undefined}>
          <Body />
        </div>
      </section>
    </main>
  )
}
