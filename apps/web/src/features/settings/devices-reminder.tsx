import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { unseenDevices } from "../../state/app.ts"
import { go } from "../../state/route.ts"
import { Icon } from "../../ui/icons.tsx"

/** Stays in the list until one has looked: whoever has a device in the account reads everything. */
export function DevicesReminder(): JSX.Element | null {
  const count = unseenDevices.value.length
  if (count === 0) return null
  return (
    <button
      type="button"
      class="reminder"
      name="devices"
      onClick={() => go({ at: "settings", page: "devices" })}
    >
      <Icon name="device" size={24} />
      <span>
        {text("devices.reminder", { count })}
        <small>{text("devices.reminder.help")}</small>
      </span>
      <Icon name="next" size={16} />
    </button>
  )
}
