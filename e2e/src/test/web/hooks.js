/**
 * How Node.js finds the modules of the dashboard's pages: all are ES modules, and those that a page imports have the
 * query of its address, so that each address has modules of its own.
 */
const PAGES = '/dashboard/src/main/resources/web/';

export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  if (!found.url.includes(PAGES)) {
    return found;
  }
  const url = new URL(found.url);
  if (context.parentURL?.includes(PAGES)) {
    url.search = new URL(context.parentURL).search;
  }
  return { ...found, url: url.href, format: 'module' };
}
