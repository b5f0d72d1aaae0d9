// Builds the portal and the explorer: from Markdown and a few assets to a folder of static files.
//
//   node build.mjs [--out DIR]     writes the files, by default to web/dist
//   node build.mjs --list          prints the file names without writing the files: the build needs the names first
//
// Why not a site generator: the pages need no script, no theme and no plug-in, and every dependency at build time is code
// to trust.

import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { readPages } from './portal/pages.mjs';
import { renderPage } from './portal/layout.mjs';

const web = dirname(fileURLToPath(import.meta.url));
const root = dirname(web);
const swagger = 'node_modules/swagger-ui-dist';

// Files that are copied unchanged: source below web/, target below the output folder.
const assets = [
  ['portal/style.css', 'docs/style.css'],
  ['explorer/index.html', 'explorer/index.html'],
  ['explorer/explorer.css', 'explorer/explorer.css'],
  ['explorer/explorer.js', 'explorer/explorer.js'],
  [`${swagger}/swagger-ui.css`, 'explorer/swagger-ui.css'],
  [`${swagger}/swagger-ui-bundle.js`, 'explorer/swagger-ui-bundle.js'],
  [`${swagger}/LICENSE`, 'explorer/swagger-ui-license.txt'],
  [`${swagger}/NOTICE`, 'explorer/swagger-ui-notice.txt'],
];

async function put(out, name, content) {
  const file = join(out, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

// A source map URL at the end of a file would make browsers request a map that does not exist.
const withoutSourceMap = (text) => text.replace(/^(\/\/|\/\*)# sourceMappingURL=.*$/m, '');

async function main(args) {
  const { pages, problems } = await readPages(root);
  if (problems.length > 0) {
    for (const problem of problems) console.error(`portal: ${problem}`);
    return 1;
  }
  const names = [...assets.map(([, to]) => to), ...pages.map((page) => page.file)];
  if (args.includes('--list')) {
    console.log(names.join('\n'));
    return 0;
  }
  const at = args.indexOf('--out');
  const out = at >= 0 ? args[at + 1] : join(web, 'dist');
  await rm(out, { recursive: true, force: true });
  for (const [from, to] of assets) {
    const file = join(web, from);
    if (/\.(js|css)$/.test(to)) await put(out, to, withoutSourceMap(await readFile(file, 'utf8')));
    else {
      await mkdir(dirname(join(out, to)), { recursive: true });
      await copyFile(file, join(out, to));
    }
  }
  for (const page of pages) await put(out, page.file, renderPage(page, pages));
  console.log(`portal: ${pages.length} pages, ${assets.length} assets`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
