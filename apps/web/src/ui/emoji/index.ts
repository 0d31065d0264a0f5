import { later } from "../later.tsx"

/** See `EmojiPickerProps`: open as long as it is rendered. */
export const EmojiPicker = later(async () => (await import("./emoji-picker.tsx")).EmojiPicker)
