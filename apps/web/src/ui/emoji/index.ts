import { lazily } from "../lazily.tsx"

/** See `EmojiPickerProps`: open as long as it is rendered. */
export const EmojiPicker = lazily(async () => (await import("./emoji-picker.tsx")).EmojiPicker)
