/** Written into the file's header, so that a foreign SQLite file is never taken for a store: "Colo". */
export const applicationId = 0x436f6c6f
/** The layout below. A file of a higher version is not opened. */
export const schemaVersion = 8

/** Accounts that are members no more, with the entry that ended it, of which their index may not say so yet. */
const formerMembers = `
CREATE TABLE former_member (
  conversation INTEGER NOT NULL,
  account BLOB NOT NULL,
  seq INTEGER NOT NULL,
  untold INTEGER NOT NULL,
  PRIMARY KEY (conversation, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX former_untold ON former_member (conversation, seq) WHERE untold = 1;
`

/** Each member's newest. A new one gets a new number, which is how a reader who was away finds it. */
const readPositions = `
CREATE TABLE read_position (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation INTEGER NOT NULL,
  account BLOB NOT NULL,
  incarnation INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX read_by ON read_position (conversation, account);
CREATE INDEX read_order ON read_position (conversation);
`

/** Sealed files, how many entries refer to each, and which: a file without one is removed after a while. */
const blobTables = `
CREATE TABLE blob (
  id BLOB PRIMARY KEY,
  account BLOB NOT NULL,
  size INTEGER NOT NULL,
  at INTEGER NOT NULL,
  entries INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_of ON blob (account, size);
CREATE INDEX blob_unused ON blob (at) WHERE entries = 0;
CREATE TABLE blob_reference (
  blob BLOB NOT NULL,
  conversation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (blob, conversation, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_reference_place ON blob_reference (conversation, seq);
`

/** When a body goes by itself, and up to which row of the log those that are no longer kept are gone. */
const expiry = `
CREATE INDEX log_expiry ON log (expires) WHERE expires IS NOT NULL;
CREATE TABLE swept (row INTEGER NOT NULL) STRICT;
INSERT INTO swept (row) VALUES (0);
`

/**
 * The public state of groups: in a large one a commit changes thousandths of it. Each part belongs to an epoch; a state
 * is the last part that is whole and those behind it, in the order of their rows.
 */
const groupParts = `
CREATE TABLE group_part (
  row INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  incarnation INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  whole INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX group_part_place ON group_part (conversation, incarnation, epoch);
CREATE INDEX group_part_whole ON group_part (conversation, incarnation, epoch) WHERE whole = 1;
CREATE TABLE pruned (row INTEGER NOT NULL) STRICT;
INSERT INTO pruned (row) VALUES (0);
`

/** Every state that was kept is whole. */
const partsOfStates = `
INSERT INTO group_part (conversation, incarnation, epoch, whole, body)
  SELECT conversation, incarnation, epoch, 1, state FROM group_state ORDER BY row;
ALTER TABLE group_state DROP COLUMN state;
`

/** What a server counts of join links, and who asks by one: the group's own state lists those that stand. */
const joinLinks = `
CREATE TABLE join_link (
  conversation INTEGER NOT NULL,
  key BLOB NOT NULL,
  maker BLOB NOT NULL,
  uses_max INTEGER NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (conversation, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE join_ask (
  conversation INTEGER NOT NULL,
  account BLOB NOT NULL,
  device BLOB NOT NULL,
  key BLOB NOT NULL,
  signature BLOB NOT NULL,
  device_signature BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (conversation, account)
) STRICT, WITHOUT ROWID;
`

/** What leads from each older version of the layout to the next. */
export const upgrades: readonly { readonly from: number; readonly sql: string }[] = [
  { from: 1, sql: formerMembers },
  { from: 2, sql: readPositions },
  { from: 3, sql: blobTables },
  { from: 4, sql: `ALTER TABLE log ADD COLUMN expires INTEGER;${expiry}` },
  { from: 5, sql: "ALTER TABLE invitation ADD COLUMN uses INTEGER NOT NULL DEFAULT 1;" },
  { from: 6, sql: `${groupParts}${partsOfStates}` },
  { from: 7, sql: joinLinks },
]

/**
 * Two groups of tables that share no row: by account, and by conversation. What is large is only ever added at the end:
 * the log is a table in order of arrival, found through an index that is a fraction of its size, and each batch of
 * entries dirties few pages.
 */
export const schema = `
${formerMembers}
${readPositions}
${blobTables}
CREATE TABLE store (id BLOB NOT NULL) STRICT;

CREATE TABLE account (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  handle TEXT NOT NULL UNIQUE,
  handle_statement BLOB NOT NULL,
  handle_signature BLOB NOT NULL
) STRICT;
CREATE TABLE link (
  account INTEGER NOT NULL,
  place INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (account, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE invitation (
  hash BLOB PRIMARY KEY,
  expires INTEGER NOT NULL,
  used INTEGER NOT NULL,
  uses INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;

-- A package that was used up keeps its reference and loses its body.
CREATE TABLE key_package (
  row INTEGER PRIMARY KEY,
  account BLOB NOT NULL,
  device BLOB NOT NULL,
  reference BLOB NOT NULL,
  body BLOB,
  UNIQUE (account, device, reference)
) STRICT;
CREATE INDEX key_package_left ON key_package (account, device, row) WHERE body IS NOT NULL;
CREATE TABLE last_resort (
  account BLOB NOT NULL,
  device BLOB NOT NULL,
  reference BLOB NOT NULL,
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (account, device)
) STRICT;

-- Acknowledged mail keeps its id and number and loses its body.
CREATE TABLE mail (
  account BLOB NOT NULL,
  device BLOB NOT NULL,
  seq INTEGER NOT NULL,
  id BLOB NOT NULL,
  kind INTEGER NOT NULL,
  conversation BLOB NOT NULL,
  commit_seq INTEGER NOT NULL,
  body BLOB,
  UNIQUE (account, device, seq),
  UNIQUE (account, device, id)
) STRICT;
CREATE INDEX mail_waiting ON mail (account, device, seq) WHERE body IS NOT NULL;

CREATE TABLE inbox (
  account BLOB NOT NULL,
  conversation BLOB NOT NULL,
  account_seq INTEGER NOT NULL,
  head INTEGER NOT NULL,
  PRIMARY KEY (account, conversation)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX inbox_order ON inbox (account, account_seq);

CREATE TABLE conversation (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE) STRICT;
CREATE TABLE log (
  row INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  type INTEGER NOT NULL,
  incarnation INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  hash BLOB NOT NULL,
  digest BLOB NOT NULL,
  author BLOB NOT NULL,
  send_key BLOB,
  body BLOB,
  expires INTEGER
) STRICT;
CREATE UNIQUE INDEX log_place ON log (conversation, seq);
CREATE UNIQUE INDEX log_send ON log (conversation, send_key) WHERE send_key IS NOT NULL;
${expiry}
CREATE TABLE group_state (
  row INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  incarnation INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  group_info BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX group_epoch ON group_state (conversation, incarnation, epoch);
${groupParts}${joinLinks}CREATE TABLE member (
  conversation INTEGER NOT NULL,
  account BLOB NOT NULL,
  PRIMARY KEY (conversation, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_of ON member (account, conversation);

-- Conversations whose newest entries have not reached the accounts' side, and the welcomes that they owe it.
CREATE TABLE pending (conversation INTEGER PRIMARY KEY) STRICT;
CREATE TABLE owed_welcome (
  row INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  commit_seq INTEGER NOT NULL,
  account BLOB NOT NULL,
  device BLOB NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX owed_by ON owed_welcome (conversation, commit_seq);
`
