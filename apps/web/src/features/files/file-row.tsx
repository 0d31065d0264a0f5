import type { FileItem } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { locale, text } from "../../i18n/index.ts"
import { Icon, type IconName } from "../../ui/icons.tsx"
import { download, downloads } from "./download.ts"
import type { FilePlace } from "./fetch.ts"
import { isSaidPlayable } from "./media-type.ts"
import { Player, usePlaying } from "./player.tsx"
import { readableSize } from "./size.ts"

interface Act {
  readonly icon: IconName
  readonly label: string
  readonly onPress: () => void
  readonly isBusy?: boolean
}

/** A file by its name and size: what is sound or film is played where it stands, and all can be saved. */
export function FileRow({ file, at }: { file: FileItem; at: FilePlace }): JSX.Element {
  const { name } = file
  const playing = usePlaying(file, at)
  const now = downloads.value.get(file.file)
  const going = now !== undefined && "percent" in now ? now : undefined
  const failure = now !== undefined && "code" in now ? now.code : playing.code
  const isOpen = playing.served !== undefined
  const play: Act = {
    icon: isOpen ? "stop" : "play",
    label: text(isOpen ? "files.stop" : "files.play", { name }),
    onPress: playing.toggle,
    isBusy: playing.isOpening,
  }
  const save: Act =
    going === undefined
      ? {
          icon: "download",
          label: text("files.download", { name }),
          onPress: () => void download(at, file),
        }
      : { icon: "close", label: text("files.cancelDownload"), onPress: going.cancel }
  const mayPlay = isSaidPlayable(file) && navigator.serviceWorker?.controller != null
  return (
    <div class="file-row">
      <ActButton {...(mayPlay ? play : save)} />
      <p>
        <bdi class="file-name">{name}</bdi>
        <span class="file-size">{readableSize(file.size)}</span>
      </p>
      {mayPlay ? <ActButton {...save} /> : null}
      {going === undefined ? null : (
        <progress max={100} value={going.percent} aria-label={text("files.downloading")} />
      )}
      <Player name={name} playing={playing} />
      {failure === undefined ? null : (
        <p class="problem" role="alert">
          {phrase(failure, locale.value)}
        </p>
      )}
    </div>
  )
}

function ActButton({ icon, label, onPress, isBusy = false }: Act): JSX.Element {
  return (
    <button
      type="button"
      class="quiet square"
      aria-label={label}
      title={label}
      aria-busy={isBusy}
      onClick={onPress}
    >
      <Icon name={icon} />
    </button>
  )
}
