// What the API takes and answers, as JSON Schema. Fastify compiles the first to validators and the second to serializers.

const uuid = { type: 'string', format: 'uuid' };
const text = (maxLength) => ({ type: ['string', 'null'], minLength: 1, maxLength });
const textOut = { type: ['string', 'null'] };
const written = { 'external-id': textOut, 'created-date': { type: 'string' }, modified: { type: 'string' } };

const address = {
  type: 'object',
  properties: {
    'address-uuid': { type: 'string' }, 'contact-uuid': { type: 'string' }, type: { type: 'string' }, 'name-no': textOut,
    address1: { type: 'string' }, address2: textOut, 'city-uuid': textOut, city: textOut, county: textOut, postcode: textOut,
    country: { type: 'string' }, mailing: { type: 'boolean' }, ...written,
  },
};

const number = {
  type: 'object',
  properties: {
    'number-uuid': { type: 'string' }, 'contact-uuid': { type: 'string' }, 'number-type-uuid': { type: 'string' }, number: { type: 'string' },
    'number-e164': textOut, preferred: { type: 'boolean' }, 'sms-allowed': { type: 'boolean' }, ...written,
  },
};

const email = {
  type: 'object',
  properties: {
    'email-uuid': { type: 'string' }, 'contact-uuid': { type: 'string' }, type: { type: 'string' }, 'email-address': { type: 'string' },
    preferred: { type: 'boolean' }, ...written,
  },
};

export const contact = {
  type: 'object',
  properties: {
    'contact-uuid': { type: 'string' }, 'contact-type': { type: 'string' }, 'title-uuid': textOut, 'last-name': textOut,
    'first-name': textOut, 'business-name': textOut, 'display-name': textOut, 'practitioner-type-uuid': textOut,
    'default-location-uuid': { type: 'string' }, 'registered-date': { type: 'string' }, 'date-of-birth': textOut,
    'online-access': { type: 'boolean' }, deactivated: { type: 'boolean' }, ...written,
    addresses: { type: 'array', items: address }, numbers: { type: 'array', items: number }, emails: { type: 'array', items: email },
  },
};

export const contactPage = {
  type: 'object',
  properties: {
    results: { type: 'array', items: contact }, page: { type: 'integer' }, size: { type: 'integer' },
    'total-results': { type: 'integer' }, 'total-pages': { type: 'integer' }, 'total-at-least': { type: 'integer' },
    'next-cursor': { type: 'string' },
  },
};

export const contactCreate = {
  type: 'object',
  additionalProperties: false,
  required: ['contact-type', 'location-uuid'],
  properties: {
    'contact-type': { type: 'string', enum: ['Client', 'Practitioner', 'User'] }, 'title-uuid': { ...uuid, type: ['string', 'null'] },
    'last-name': text(100), 'first-name': text(100), 'business-name': text(150), 'display-name': text(210),
    'practitioner-type-uuid': { ...uuid, type: ['string', 'null'] }, 'location-uuid': uuid,
    'registered-date': { type: ['string', 'null'], format: 'date-time' }, 'date-of-birth': { type: ['string', 'null'], format: 'date' },
    'online-access': { type: 'boolean', default: false }, deactivated: { type: 'boolean', default: false }, 'external-id': text(100),
  },
};

export const listQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    page: { type: 'integer', minimum: 1, default: 1 }, size: { type: 'integer', minimum: 1, maximum: 1000, default: 20 },
    cursor: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$' }, total: { type: 'string', enum: ['none', 'exact'] },
    q: { type: 'string', minLength: 1, maxLength: 200 }, 'last-name[starts-with]': { type: 'string', minLength: 1, maxLength: 100 },
    include: { type: 'string', pattern: '^(addresses|numbers|emails)(,(addresses|numbers|emails))*$' },
  },
};

export const contactPath = { type: 'object', required: ['id'], properties: { id: uuid } };
