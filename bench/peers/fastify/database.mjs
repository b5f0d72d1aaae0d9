// The tables and indexes of a practice's contacts in SQLite, durable at each commit, and their loading from an export.

import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';

// Times are texts in UTC, which sort as they are and need no conversion for an answer.
const TABLES = `
CREATE TABLE locations(id TEXT NOT NULL UNIQUE, deactivated INTEGER NOT NULL) STRICT;
CREATE TABLE titles(id TEXT NOT NULL UNIQUE, name TEXT NOT NULL) STRICT;
CREATE TABLE practitioner_types(id TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE contacts(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, contact_type TEXT NOT NULL,
  title_uuid TEXT, last_name TEXT, last_name_key TEXT, first_name TEXT, first_name_key TEXT, business_name TEXT, business_name_key TEXT,
  display_name TEXT, display_name_key TEXT, practitioner_type_uuid TEXT, default_location_uuid TEXT NOT NULL, registered_date TEXT NOT NULL,
  date_of_birth TEXT, online_access INTEGER NOT NULL, deactivated INTEGER NOT NULL, external_id TEXT UNIQUE, created_date TEXT NOT NULL,
  modified TEXT NOT NULL) STRICT;
CREATE INDEX contacts_title ON contacts(title_uuid);
CREATE INDEX contacts_last_name ON contacts(last_name_key, last_name);
CREATE INDEX contacts_first_name ON contacts(first_name_key, first_name);
CREATE INDEX contacts_business_name ON contacts(business_name_key, business_name);
CREATE INDEX contacts_display_name ON contacts(display_name_key, display_name);
CREATE INDEX contacts_practitioner_type ON contacts(practitioner_type_uuid);
CREATE INDEX contacts_location ON contacts(default_location_uuid);
CREATE INDEX contacts_registered ON contacts(registered_date);
CREATE INDEX contacts_born ON contacts(date_of_birth);
CREATE INDEX contacts_created ON contacts(created_date);
CREATE INDEX contacts_modified ON contacts(modified);
CREATE TABLE addresses(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, contact_uuid TEXT NOT NULL, type TEXT NOT NULL, name_no TEXT,
  address1 TEXT NOT NULL, address2 TEXT, city_uuid TEXT, city TEXT, county TEXT, postcode TEXT, country TEXT NOT NULL,
  mailing INTEGER NOT NULL, external_id TEXT, created_date TEXT NOT NULL, modified TEXT NOT NULL) STRICT;
CREATE INDEX addresses_contact ON addresses(contact_uuid);
CREATE TABLE numbers(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, contact_uuid TEXT NOT NULL, number_type_uuid TEXT NOT NULL,
  number TEXT NOT NULL, number_e164 TEXT, preferred INTEGER NOT NULL, sms_allowed INTEGER NOT NULL, external_id TEXT,
  created_date TEXT NOT NULL, modified TEXT NOT NULL) STRICT;
CREATE INDEX numbers_contact ON numbers(contact_uuid);
CREATE TABLE emails(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, contact_uuid TEXT NOT NULL, type TEXT NOT NULL,
  email_address TEXT NOT NULL, preferred INTEGER NOT NULL, external_id TEXT, created_date TEXT NOT NULL, modified TEXT NOT NULL) STRICT;
CREATE INDEX emails_contact ON emails(contact_uuid);
CREATE VIRTUAL TABLE contact_search USING fts5(words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2',
  prefix='2 3');
CREATE TABLE counts(resource TEXT PRIMARY KEY, shown INTEGER NOT NULL, total INTEGER NOT NULL, last INTEGER NOT NULL)
  STRICT, WITHOUT ROWID;
INSERT INTO counts VALUES('contacts', 0, 0, 0);
CREATE TABLE changes(seq INTEGER PRIMARY KEY, resource TEXT NOT NULL, record TEXT NOT NULL, operation TEXT NOT NULL,
  version INTEGER NOT NULL, at TEXT NOT NULL, client TEXT, correlation_id TEXT NOT NULL) STRICT;
`;

// Members of the API's JSON and columns have the same names, but for the separator.
const column = (member) => member.replaceAll('-', '_');
const PARTS = { addresses: 'address-uuid', numbers: 'number-uuid', emails: 'email-uuid' };

export const nameKey = (name) => (name == null ? null : name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase());

export function openDatabase(file) {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('cache_size = -65536');
  database.exec(TABLES);
  return database;
}

// A statement that inserts an object's members in the columns of their names.
function inserter(database, table, columns) {
  return database.prepare(`INSERT INTO ${table}(${columns}) VALUES(${columns.map((name) => `@${name}`)})`);
}

const sqlValue = (value) => (typeof value === 'boolean' ? Number(value) : value);

function rowOf(record, idMember) {
  const row = { id: record[idMember] };
  for (const [member, value] of Object.entries(record))
    if (member !== idMember && !Array.isArray(value)) row[column(member)] = sqlValue(value);
  return row;
}

// Prepares what stores a contact, with its keys, its words for the search and its count.
export function contactWriter(database) {
  const columns = ['seq', 'id', 'version', 'contact_type', 'title_uuid', 'last_name', 'last_name_key', 'first_name', 'first_name_key',
    'business_name', 'business_name_key', 'display_name', 'display_name_key', 'practitioner_type_uuid', 'default_location_uuid',
    'registered_date', 'date_of_birth', 'online_access', 'deactivated', 'external_id', 'created_date', 'modified'];
  const insert = inserter(database, 'contacts', columns);
  const count = database
    .prepare("UPDATE counts SET total=total+1,shown=shown+?,last=last+1 WHERE resource='contacts' RETURNING last").pluck();
  const search = database.prepare('INSERT INTO contact_search(rowid,words) VALUES(?,?)');
  return (row, moreWords = []) => {
    row.seq = count.get(1 - row.deactivated);
    for (const name of ['last_name', 'first_name', 'business_name', 'display_name']) row[`${name}_key`] = nameKey(row[name]);
    insert.run(row);
    search.run(row.seq, [row.last_name, row.first_name, row.business_name, row.display_name, ...moreWords].filter(Boolean).join(' '));
  };
}

export function loadPractice(database, file) {
  const practice = JSON.parse(readFileSync(file, 'utf8'));
  const writeContact = contactWriter(database);
  database.transaction(() => {
    const location = database.prepare('INSERT INTO locations VALUES(?,?)');
    for (const one of practice.locations) location.run(one['location-uuid'], Number(one.deactivated ?? false));
    const title = database.prepare('INSERT INTO titles VALUES(?,?)');
    for (const one of practice.titles) title.run(one['title-uuid'], one.name);
    const type = database.prepare('INSERT INTO practitioner_types VALUES(?)');
    for (const one of practice['practitioner-types']) type.run(one['practitioner-type-uuid']);
    const parts = {};
    for (const contact of practice.contacts) {
      const words = [...contact.addresses.map((one) => one.postcode), ...contact.emails.map((one) => one['email-address']),
        ...contact.numbers.flatMap((one) => [one.number, one['number-e164']])];
      writeContact({ ...rowOf(contact, 'contact-uuid'), version: 1 }, words);
      for (const [part, id] of Object.entries(PARTS))
        for (const record of contact[part]) {
          const row = rowOf(record, id);
          (parts[part] ??= inserter(database, part, Object.keys(row))).run(row);
        }
    }
  })();
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.exec('ANALYZE');
}
