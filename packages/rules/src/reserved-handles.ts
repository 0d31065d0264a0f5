/**
 * Names that would pass for the server or the project, without separators. The list only grows, and a name granted
 * before it stood here stays its owner's.
 */
export const reservedHandles: ReadonlySet<string> = new Set(
  `abuse account accounts admin admins administrator all anonymous api bot channel colombe contact deleted everyone
  guest help helpdesk here host hostmaster info legal me mod moderator moderators nobody noreply notifications null
  official operator owner postmaster privacy root security self server service settings staff status support sysadmin
  system team undefined unknown user users webmaster www you`.split(/\s+/),
)
