// One layout for every page: menu, text, footer. No script: it works without JavaScript.

import { escape, relative, render } from './markdown.mjs';

function menuOf(page, pages) {
  const sections = new Map();
  for (const other of pages.filter((candidate) => candidate.inMenu !== false)) {
    if (!sections.has(other.section)) sections.set(other.section, []);
    sections.get(other.section).push(other);
  }
  const item = (other) => {
    const here = other.url === page.url ? ' aria-current="page"' : '';
    return `<li><a href="${relative(page.url, other.url)}"${here}>${escape(other.title)}</a></li>`;
  };
  return [...sections]
    .map(([name, list]) => `<h2>${name}</h2>\n<ul>\n${list.map(item).join('\n')}\n</ul>`)
    .join('\n');
}

function errorHead(error) {
  return `<h1><code>${error.code}</code></h1>
<p class="lead"><span class="status">${error.status}</span> ${escape(error.title)}</p>
`;
}

function errorTable(page) {
  const row = (error) =>
    `<tr><td><a href="${relative(page.url, `/docs/errors/${error.code}`)}"><code>${error.code}</code></a></td>` +
    `<td>${error.status}</td><td>${escape(error.title)}</td></tr>`;
  const rows = [...page.errors].sort((a, b) => a.status - b.status || a.code.localeCompare(b.code)).map(row);
  return `<div class="wide" tabindex="0" role="region" aria-label="Error codes"><table>
<thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>
`;
}

function domainFoot(page) {
  const { name, version, changelog } = page.domain;
  const at = (path) => relative(page.url, path);
  const lines = changelog.replace(/^# .*$/m, '').replaceAll(/^##/gm, '###');
  return `<h2 id="contract">Contract</h2>
<p>Version ${escape(version)}. OpenAPI 3.1: <a href="${at(`/${name}/v1/openapi.json`)}">JSON</a>,
<a href="${at(`/${name}/v1/openapi.yaml`)}">YAML</a>. Try it in the <a href="${at('/explorer')}">explorer</a>.</p>
${changelog ? `<h2 id="changelog">Changelog</h2>\n${render(lines, page.url)}` : ''}`;
}

function bodyOf(page) {
  if (page.error) return errorHead(page.error) + render(page.markdown.replace(/^# .*$/m, ''), page.url);
  let html = render(page.markdown, page.url);
  if (page.errors) html += errorTable(page);
  if (page.domain) html += domainFoot(page);
  return html;
}

export function renderPage(page, pages) {
  const at = (path) => relative(page.url, path);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(page.title)} · VIP</title>
<link rel="stylesheet" href="${at('/docs/style.css')}">
<link rel="icon" href="data:,">
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header>
<a class="name" href="${at('/docs')}">VIP <span>Veterinary Integration Platform</span></a>
<nav aria-label="Main"><a href="${at('/docs/getting-started')}">Getting started</a>
<a href="${at('/docs/errors')}">Errors</a>
<a href="${at('/explorer')}">Explorer</a></nav>
</header>
<div class="columns">
<nav class="menu" aria-label="Pages">
${menuOf(page, pages)}
</nav>
<main id="content">
${bodyOf(page)}</main>
</div>
<footer><!--vip:support--></footer>
</body>
</html>
`;
}
