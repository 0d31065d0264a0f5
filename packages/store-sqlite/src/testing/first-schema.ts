/** The layout of version 1, as its program wrote it, so that what leads from it to today's is proven on it. */
export const firstSchema = `
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
  used INTEGER NOT NULL
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
  body BLOB
) STRICT;
CREATE UNIQUE INDEX log_place ON log (conversation, seq);
CREATE UNIQUE INDEX log_send ON log (conversation, send_key) WHERE send_key IS NOT NULL;
CREATE TABLE group_state (
  row INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  incarnation INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  state BLOB NOT NULL,
  group_info BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX group_epoch ON group_state (conversation, incarnation, epoch);
CREATE TABLE member (
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
