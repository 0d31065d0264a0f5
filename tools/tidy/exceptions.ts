/** Files longer than `fileLinesMax`, each with the reason why it is still one idea. */
export const longFiles: Readonly<Record<string, string>> = {}
