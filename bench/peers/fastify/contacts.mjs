// Reads and creates of contacts: statements that are prepared once.

import { randomFillSync } from 'node:crypto';
import { contactWriter, nameKey } from './database.mjs';

const CONTACT = `id AS "contact-uuid", contact_type AS "contact-type", title_uuid AS "title-uuid", last_name AS "last-name",
  first_name AS "first-name", business_name AS "business-name", display_name AS "display-name",
  practitioner_type_uuid AS "practitioner-type-uuid", default_location_uuid AS "default-location-uuid",
  registered_date AS "registered-date", date_of_birth AS "date-of-birth", online_access AS "online-access", deactivated,
  external_id AS "external-id", created_date AS "created-date", modified`;
const PARTS = {
  addresses: `id AS "address-uuid", contact_uuid AS "contact-uuid", type, name_no AS "name-no", address1, address2,
    city_uuid AS "city-uuid", city, county, postcode, country, mailing, external_id AS "external-id", created_date AS "created-date", modified`,
  numbers: `id AS "number-uuid", contact_uuid AS "contact-uuid", number_type_uuid AS "number-type-uuid", number,
    number_e164 AS "number-e164", preferred, sms_allowed AS "sms-allowed", external_id AS "external-id", created_date AS "created-date", modified`,
  emails: `id AS "email-uuid", contact_uuid AS "contact-uuid", type, email_address AS "email-address", preferred,
    external_id AS "external-id", created_date AS "created-date", modified`,
};
const COUNTED = 10_000; // matches that are counted for a total

// UUIDs of version 7, whose order is that of creation.
const random = Buffer.alloc(4096);
let used = random.length;
function newId() {
  if (used + 10 > random.length) {
    randomFillSync(random);
    used = 0;
  }
  const tail = random.toString('hex', used, (used += 10));
  const time = Date.now().toString(16).padStart(12, '0');
  const variant = '89ab'[parseInt(tail[3], 16) & 3];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-${variant}${tail.slice(4, 7)}-${tail.slice(7, 19)}`;
}

const cursorOf = (seq) => Buffer.from(`s${seq}`).toString('base64url');
const seqOf = (cursor) => {
  const seq = /^s(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  return seq && Number(seq[1]);
};

// Each word is the beginning of a word of the contact.
const matchOf = (q) => q.split(/\s+/).filter(Boolean).map((word) => `"${word.replaceAll('"', '""')}"*`).join(' ');

export class Refusal extends Error {
  constructor(statusCode, message) {
    super(message);
    this.statusCode = statusCode;
  }
}

export class Contacts {
  constructor(database) {
    const prepare = (text) => database.prepare(text);
    const list = (from, where) => ({
      rows: prepare(`SELECT seq, ${CONTACT} FROM ${from} WHERE ${where} deactivated=0 ORDER BY seq LIMIT ? OFFSET ?`),
      count: prepare(`SELECT count(*) FROM (SELECT 1 FROM ${from} WHERE ${where} deactivated=0 LIMIT ${COUNTED + 1})`).pluck(),
    });
    this.all = list('contacts', '');
    this.named = list('contacts', 'last_name_key>=? AND last_name_key<? AND');
    this.found = list('contacts', 'seq IN (SELECT rowid FROM contact_search WHERE contact_search MATCH ?) AND');
    this.after = prepare(`SELECT seq, ${CONTACT} FROM contacts WHERE seq>? AND deactivated=0 ORDER BY seq LIMIT ?`);
    this.shown = prepare("SELECT shown FROM counts WHERE resource='contacts'").pluck();
    this.one = prepare(`SELECT version, ${CONTACT} FROM contacts WHERE id=?`);
    this.parts = Object.fromEntries(Object.entries(PARTS).map(([part, columns]) =>
      [part, prepare(`SELECT ${columns} FROM ${part} WHERE contact_uuid IN (SELECT value FROM json_each(?)) ORDER BY contact_uuid, seq`)]));
    this.location = prepare('SELECT deactivated FROM locations WHERE id=?').pluck();
    this.title = prepare('SELECT name FROM titles WHERE id=?').pluck();
    this.practitionerType = prepare('SELECT 1 FROM practitioner_types WHERE id=?').pluck();
    const write = contactWriter(database);
    const log = prepare("INSERT INTO changes VALUES(NULL,'contacts',?,'create',1,?,?,?)");
    this.store = database.transaction((row, client, correlationId) => {
      this.check(row);
      write(row);
      log.run(row.id, row.modified, client, correlationId);
    }).immediate;
  }

  read(id) {
    return this.one.get(id);
  }

  page(query) {
    const { page, size, cursor } = query;
    if (cursor !== undefined) {
      const seq = seqOf(cursor);
      if (seq === null) throw new Refusal(400, 'cursor is not one that this server has given');
      return this.finish({ results: this.after.all(seq, size + 1), size }, query);
    }
    const offset = (page - 1) * size;
    const [kept, values] = this.condition(query);
    const answer = { results: kept.rows.all(...values, size + 1, offset), page, size };
    if (query.total !== 'none') {
      const total = kept === this.all ? this.shown.get() : kept.count.get(...values);
      if (total > COUNTED && kept !== this.all) answer['total-at-least'] = COUNTED;
      else {
        answer['total-results'] = total;
        answer['total-pages'] = Math.ceil(total / size);
      }
    }
    return this.finish(answer, query);
  }

  condition(query) {
    if (query.q !== undefined) return [this.found, [matchOf(query.q)]];
    if (query['last-name[starts-with]'] !== undefined) {
      const start = nameKey(query['last-name[starts-with]']);
      return [this.named, [start, `${start}\u{10ffff}`]];
    }
    return [this.all, []];
  }

  // One row more than the page was read, which tells whether there is another page.
  finish(answer, query) {
    const { results } = answer;
    if (results.length > query.size) {
      results.pop();
      answer['next-cursor'] = cursorOf(results.at(-1).seq);
    }
    for (const part of query.include?.split(',') ?? []) this.embed(part, results);
    return answer;
  }

  embed(part, results) {
    const byContact = new Map();
    for (const contact of results) byContact.set(contact['contact-uuid'], (contact[part] = []));
    for (const row of this.parts[part].all(JSON.stringify([...byContact.keys()]))) byContact.get(row['contact-uuid']).push(row);
  }

  // The rules that the schema cannot say.
  check(row) {
    const deactivated = this.location.get(row.default_location_uuid);
    if (deactivated !== 0) throw new Refusal(422, deactivated === undefined ? 'location-uuid does not exist' : 'location-uuid is deactivated');
    const title = row.title_uuid === null ? undefined : this.title.get(row.title_uuid);
    if (row.title_uuid !== null && title === undefined) throw new Refusal(422, 'title-uuid does not exist');
    if (row.practitioner_type_uuid !== null && this.practitionerType.get(row.practitioner_type_uuid) === undefined)
      throw new Refusal(422, 'practitioner-type-uuid does not exist');
    const client = row.contact_type === 'Client';
    if (client && row.display_name !== null) throw new Refusal(422, 'a client has no display-name');
    if (row.contact_type !== 'Practitioner' && row.practitioner_type_uuid !== null)
      throw new Refusal(422, 'only a practitioner has a practitioner-type-uuid');
    const name = row.last_name ?? row.first_name;
    if (name === null && !(client && row.business_name !== null)) throw new Refusal(422, 'a contact has a name');
    if (!client) row.display_name ??= title === undefined ? name : `${title} ${name}`;
    const now = new Date().toISOString();
    if (row.date_of_birth !== null && row.date_of_birth > now.slice(0, 10)) throw new Refusal(422, 'date-of-birth is in the future');
  }

  create(body, client, correlationId) {
    const now = new Date().toISOString();
    const row = {
      id: newId(), version: 1, contact_type: body['contact-type'], title_uuid: body['title-uuid'] ?? null,
      last_name: body['last-name']?.trim() ?? null, first_name: body['first-name']?.trim() ?? null,
      business_name: body['business-name']?.trim() ?? null, display_name: body['display-name']?.trim() ?? null,
      practitioner_type_uuid: body['practitioner-type-uuid'] ?? null, default_location_uuid: body['location-uuid'],
      registered_date: body['registered-date'] ? new Date(body['registered-date']).toISOString() : now,
      date_of_birth: body['date-of-birth'] ?? null, online_access: Number(body['online-access']), deactivated: Number(body.deactivated),
      external_id: body['external-id'] ?? null, created_date: now, modified: now,
    };
    this.store(row, client, correlationId);
    return row.id;
  }
}
