// The pages of the portal. Guides are files of docs/portal, listed here in reading order. There is an error page for each
// error code, and a page for each domain folder.

import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';

import { headingOf, isThin } from './markdown.mjs';

// The guides in reading order. `url` is below {base}.
const guides = [
  ['index', '/docs'],
  ['getting-started', '/docs/getting-started'],
  ['sdks', '/docs/sdks'],
  ['authentication', '/docs/authentication'],
  ['tenants', '/docs/tenants'],
  ['scopes', '/docs/scopes'],
  ['paging', '/docs/paging'],
  ['filters-and-search', '/docs/filters-and-search'],
  ['patch', '/docs/patch'],
  ['conditional-requests', '/docs/conditional-requests'],
  ['sync', '/docs/sync'],
  ['correlation', '/docs/correlation'],
  ['limits', '/docs/limits'],
  ['generated-clients', '/docs/generated-clients'],
  ['versions', '/docs/versions'],
];

const fileOf = (url) => (url === '/docs' ? 'docs/index.html' : `${url.slice(1)}.html`);

// Reads VIP_ERROR(not_found, 404, "No such record") from the list of the platform and of each domain.
async function readErrors(root) {
  const folders = (await readdir(join(root, 'domains'))).sort();
  const files = ['src/core', ...folders.map((folder) => `domains/${folder}`)].map((folder) =>
    join(root, folder, 'error_codes.def'),
  );
  const errors = [];
  for (const file of files.filter(existsSync)) {
    const text = await readFile(file, 'utf8');
    for (const [, name, status, title] of text.matchAll(/^\s*VIP_ERROR\((\w+),\s*(\d+),\s*"(.*)"\)/gm))
      errors.push({ code: name.replaceAll('_', '-'), status: Number(status), title });
  }
  return errors;
}

async function domainFolders(root) {
  const entries = await readdir(join(root, 'domains'), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(root, 'domains', entry.name, 'domain.yaml')))
    .map((entry) => entry.name)
    .sort();
}

async function readGuides(root, problems) {
  const pages = [];
  for (const [name, url] of guides) {
    const file = join(root, 'docs/portal', `${name}.md`);
    if (!existsSync(file)) {
      problems.push(`docs/portal/${name}.md is missing`);
      continue;
    }
    const markdown = await readFile(file, 'utf8');
    pages.push({ section: 'Guides', url, file: fileOf(url), title: headingOf(markdown), markdown });
  }
  return pages;
}

async function readErrorPages(root, problems) {
  const errors = await readErrors(root);
  const folder = join(root, 'docs/portal/errors');
  const pages = [];
  for (const error of errors) {
    const file = join(folder, `${error.code}.md`);
    if (!existsSync(file)) {
      problems.push(`docs/portal/errors/${error.code}.md is missing: every error code needs a page`);
      continue;
    }
    const markdown = await readFile(file, 'utf8');
    if (isThin(markdown)) problems.push(`docs/portal/errors/${error.code}.md is too short`);
    const url = `/docs/errors/${error.code}`;
    pages.push({ section: 'Errors', url, file: fileOf(url), title: error.code, markdown, error, inMenu: false });
  }
  const known = new Set(errors.map((error) => error.code));
  const files = existsSync(folder) ? await readdir(folder) : [];
  for (const file of files)
    if (file !== 'index.md' && !known.has(basename(file, '.md')))
      problems.push(`docs/portal/errors/${file}: there is no such error code`);
  const intro = join(folder, 'index.md');
  if (!existsSync(intro)) {
    problems.push('docs/portal/errors/index.md is missing');
    return pages;
  }
  const markdown = await readFile(intro, 'utf8');
  const url = '/docs/errors';
  return [{ section: 'Errors', url, file: fileOf(url), title: headingOf(markdown), markdown, errors }, ...pages];
}

// The value of a text keyword of domain.yaml: on one line, quoted or not, or folded (`>-`) over several lines.
function textOf(yaml, keyword) {
  const found = yaml.match(new RegExp(`^${keyword}:[ ]*(?:>-?\\n((?:[ ]+.*\\n?)+)|(.+))$`, 'm'));
  if (!found) return '';
  if (found[1]) return found[1].trim().replace(/\s+/g, ' ');
  return found[2].trim().replace(/^(["'])(.*)\1$/, '$2');
}

async function readIfThere(file) {
  return existsSync(file) ? readFile(file, 'utf8') : '';
}

async function readDomainPages(root) {
  const pages = [];
  for (const name of await domainFolders(root)) {
    const folder = join(root, 'domains', name);
    const yaml = await readFile(join(folder, 'domain.yaml'), 'utf8');
    const url = `/docs/${name}`;
    const title = textOf(yaml, 'title') || name;
    const guide = await readIfThere(join(folder, 'guide.md'));
    pages.push({
      section: 'Domains',
      url,
      file: fileOf(url),
      title,
      markdown: guide || `# ${title}\n\n${textOf(yaml, 'description')}`,
      domain: { name, version: textOf(yaml, 'version'), changelog: await readIfThere(join(folder, 'CHANGELOG.md')) },
    });
  }
  return pages;
}

export async function readPages(root) {
  const problems = [];
  const pages = [
    ...(await readGuides(root, problems)),
    ...(await readErrorPages(root, problems)),
    ...(await readDomainPages(root)),
  ];
  const urls = new Set([...pages.map((page) => page.url), '/explorer']);
  for (const page of pages)
    for (const [, url] of page.markdown.matchAll(/\]\((\/(?:docs|explorer)[^)#\s]*)/g))
      if (!urls.has(url)) problems.push(`${page.url} links to ${url}, which does not exist`);
  return { pages, problems };
}
