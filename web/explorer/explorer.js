// The explorer: Swagger UI for the OpenAPI document of one domain. The bar above it gets a token and selects a tenant, which
// every call needs.
//
// The token and the secret are only in the memory of this page. The page contacts no other host.

const element = (id) => document.getElementById(id);
const session = { token: '', domain: null, document: null };

async function getJson(address) {
  const response = await fetch(address, { headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

function say(text, failed = false) {
  const status = element('vip-status');
  status.textContent = text;
  status.className = failed ? 'failed' : 'good';
}

const tenant = () => element('vip-tenant-id').value.trim();

// The first list without an id in its path, in the order of the document's tags.
function sampleOf(document) {
  const lists = Object.entries(document.paths).filter(
    ([path, item]) => item.get?.['x-kind'] === 'list' && !path.includes('{'),
  );
  const rank = ([, item]) => document.tags.findIndex((tag) => tag.name === item.get.tags[0]);
  lists.sort((a, b) => rank(a) - rank(b));
  return lists[0]?.[0] ?? null;
}

// The document contains the public URL of the server. The page may be open under another host name (localhost), and a browser
// only allows calls to the origin of the page.
const here = (address) => location.origin + new URL(address, location.href).pathname;

const serverOf = (document) => here(document.servers[0].url);

const nameOf = (reference) => reference.slice(reference.lastIndexOf('/') + 1);

// The document says what a field means once, in the schema of the record. Here it is put back where a reader looks: beside
// the fields of the bodies that create and change the record.
function describeBodies({ components: { schemas } }) {
  for (const [name, schema] of Object.entries(schemas)) {
    const record = schemas[name.replace(/(Create|Patch)$/, '')];
    if (!record || record === schema) continue;
    for (const [field, own] of Object.entries(schema.properties ?? {})) {
      const said = record.properties?.[field];
      if (said?.description && !own.description) own.description = said.description;
      if (said?.examples && !own.examples && !own.$ref) own.examples = said.examples;
    }
  }
}

// The fields and operators that a list's `filter` takes, as a table that opens.
function describeFilters({ paths, components: { parameters, schemas } }) {
  for (const { get } of Object.values(paths)) {
    const filter = schemas[get?.['x-filter']];
    if (!filter) continue;
    const rows = Object.entries(filter.properties).map(([field, { $ref }]) => {
      const operators = Object.keys(schemas[nameOf($ref)].properties).filter((one) => one !== 'eq');
      return `| \`${field}\` | ${operators.map((one) => `\`${one}\``).join(' ')} |`;
    });
    const table = ['| field | operators beside `=` |', '| --- | --- |', ...rows].join('\n');
    const details = `\n\n<details><summary>Fields and operators</summary>\n\n${table}\n\n</details>`;
    get.description = (get.description ?? '') + details;
  }
}

// A sandbox shows with a body the ids that it goes with. Swagger UI prefills those of an operation's own parameters.
function showPaths({ paths, components: { parameters } }) {
  for (const item of Object.values(paths)) {
    const shared = (item.parameters ?? []).map((one) => (one.$ref ? parameters[nameOf(one.$ref)] : one));
    for (const operation of Object.values(item)) {
      for (const [name, example] of Object.entries(operation?.['x-path-example'] ?? {})) {
        const parameter = shared.find((one) => one.name === name);
        if (parameter) (operation.parameters ??= []).push({ ...parameter, example });
      }
    }
  }
}

// What `info` says of parameters that every list has.
const LISTS = {
  sort: 'The order; by creation unless it stands.',
  fields: 'Only these fields, and the id.',
  include: 'Related records to embed, at most 100 of each.',
};

function describeLists({ components: { parameters } }) {
  for (const parameter of Object.values(parameters ?? {})) parameter.description ??= LISTS[parameter.name];
}

// Swagger UI prefills a header with the default of its schema.
function withTenant(document) {
  const copy = structuredClone(document);
  describeBodies(copy);
  describeFilters(copy);
  describeLists(copy);
  showPaths(copy);
  copy.servers[0].url = serverOf(document);
  const parameter = copy.components?.parameters?.TenantId;
  if (parameter && tenant()) parameter.schema.default = tenant();
  return copy;
}

function prepareRequest(request) {
  const inside = new URL(request.url, location.href).href.startsWith(serverOf(session.document));
  if (!inside) return request;
  if (session.token) request.headers.Authorization = `Bearer ${session.token}`;
  if (!request.headers['Tenant-Id'] && tenant()) request.headers['Tenant-Id'] = tenant();
  return request;
}

function authorise(ui) {
  const schema = session.document.components.securitySchemes.oauth2;
  if (!session.token || !schema) return;
  ui.authActions.authorizeOauth2({
    auth: { name: 'oauth2', schema, clientId: element('vip-client-id').value },
    token: { access_token: session.token, token_type: 'Bearer' },
  });
}

function show() {
  const ui = window.SwaggerUIBundle({
    spec: withTenant(session.document),
    domNode: element('vip-explorer'),
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: 'BaseLayout',
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    filter: true,
    tryItOutEnabled: true,
    validatorUrl: null,
    requestInterceptor: prepareRequest,
    onComplete: () => authorise(ui),
  });
  const { document: contract, 'document-3.0': older, postman } = session.domain;
  element('vip-openapi').href = contract;
  element('vip-openapi-3.0').href = older;
  element('vip-postman').href = postman;
  const sample = sampleOf(session.document);
  element('vip-sample').textContent = sample ? `GET ${sample}` : '';
  element('vip-call').disabled = !sample || !session.token;
}

async function chooseDomain() {
  const chosen = session.domains[element('vip-domain').selectedIndex];
  try {
    session.document = await getJson(chosen.document);
    session.domain = chosen;
    say('');
    show();
  } catch (error) {
    say(`The document of ${chosen.title} could not be loaded: ${error.message}`, true);
  }
}

async function getToken() {
  say('Requesting a token…');
  try {
    const response = await fetch('oauth/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        client_id: element('vip-client-id').value.trim(),
        client_secret: element('vip-client-secret').value,
        grant_type: 'client_credentials',
      }),
    });
    const body = await response.json();
    if (!response.ok) {
      say(`${response.status} ${body.error_description ?? body.error ?? response.statusText}`, true);
      return;
    }
    session.token = body.access_token;
    say(`Token received, valid for ${Math.round(body.expires_in / 3600)} h`);
    show();
  } catch (error) {
    say(`No response from the token endpoint: ${error.message}`, true);
  }
}

async function call() {
  const address = `${serverOf(session.document)}${sampleOf(session.document)}?size=3`;
  say('Calling…');
  try {
    const response = await fetch(address, {
      headers: { Accept: 'application/json', Authorization: `Bearer ${session.token}`, 'Tenant-Id': tenant() },
    });
    const shown = element('vip-response');
    shown.textContent = JSON.stringify(await response.json(), null, 2);
    shown.hidden = false;
    say(`${response.status} ${response.statusText}`, !response.ok);
  } catch (error) {
    say(`No response: ${error.message}`, true);
  }
}

// A sandbox provides its own demo credentials. Any other server returns 404, and the fields stay empty.
async function fillFromSandbox() {
  const response = await fetch('explorer/sandbox.json');
  if (!response.ok) return;
  const sandbox = await response.json();
  element('vip-client-id').value = sandbox['client-id'] ?? '';
  element('vip-client-secret').value = sandbox['client-secret'] ?? '';
  element('vip-tenant-id').value = sandbox['tenant-id'] ?? '';
}

function followColourScheme() {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
  dark.addEventListener('change', apply);
  apply();
}

async function start() {
  followColourScheme();
  element('vip-form').addEventListener('submit', (event) => event.preventDefault());
  element('vip-get-token').addEventListener('click', getToken);
  element('vip-call').addEventListener('click', call);
  element('vip-domain').addEventListener('change', chooseDomain);
  element('vip-tenant-id').addEventListener('change', () => session.document && show());
  try {
    session.domains = await getJson('explorer/domains.json');
    await fillFromSandbox();
  } catch (error) {
    say(`The server did not respond: ${error.message}`, true);
    return;
  }
  for (const domain of session.domains) element('vip-domain').add(new Option(`${domain.title} ${domain.version}`, domain.name));
  await chooseDomain();
  element('vip-get-token').disabled = !session.document;
}

start();
