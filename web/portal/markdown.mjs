// Markdown to HTML. Adds ids to headings, and makes root-relative links relative to the page, so that the portal works
// behind any proxy path.

import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

const slugOf = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

markdown.renderer.rules.heading_open = (tokens, index, options, env, self) => {
  const slug = slugOf(tokens[index + 1].content);
  tokens[index].attrSet('id', slug);
  return self.renderToken(tokens, index, options);
};

markdown.renderer.rules.link_open = (tokens, index, options, env, self) => {
  const href = tokens[index].attrGet('href');
  if (href.startsWith('/')) tokens[index].attrSet('href', relative(env.url, href));
  return self.renderToken(tokens, index, options);
};

// A wide table or code block scrolls within its own region. The region must be reachable by keyboard.
markdown.renderer.rules.table_open = () => '<div class="wide" tabindex="0" role="region" aria-label="Table"><table>\n';
markdown.renderer.rules.table_close = () => '</table></div>\n';
markdown.renderer.rules.fence = (tokens, index) => {
  const kind = tokens[index].info.trim();
  const label = kind === 'json' ? 'JSON' : kind === 'sh' ? 'Commands' : 'Example';
  return `<pre tabindex="0" role="region" aria-label="${label}"><code>${escape(tokens[index].content)}</code></pre>\n`;
};

export const escape = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

// The relative link between two root-relative URLs: from /docs/errors/empty to /docs/paging it is ../paging.
export function relative(from, to) {
  const depth = from.split('/').length - 2;
  const up = '../'.repeat(depth);
  return depth === 0 ? to.slice(1) : up + to.slice(1);
}

export const render = (text, url) => markdown.render(text, { url });

export function headingOf(text) {
  const found = text.match(/^# (.+)$/m);
  return found ? found[1].trim() : '';
}

export const isThin = (text) => text.split(/\s+/).length < 20;
