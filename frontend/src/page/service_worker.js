// Service worker of a site: keeps the site's files, so that it opens without its server. A new
// version of the files is another worker, which replaces this one and what it kept.

/** @typedef {{ version: string, files: string[] }} Site */

// The line before this script says which files there are, and their version.
const { version, files } = /** @type {{ site: Site }} */ (/** @type {unknown} */ (globalThis)).site;
const PREFIX = "digit-widgets-";
const NAME = `${PREFIX}${version}`;

const worker = /** @type {any} */ (globalThis);

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(keep());
});

worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(forgetOlder());
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  if (event.request.method === "GET") event.respondWith(find(event.request));
});

async function keep() {
  const kept = await caches.open(NAME);
  // Not from the browser's own cache, which may have an older version.
  await kept.addAll(files.map((file) => new Request(file, { cache: "reload" })));
  await worker.skipWaiting();
}

async function forgetOlder() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(older.map((name) => caches.delete(name)));
}

/** @param {Request} request */
async function find(request) {
  const kept = await caches.open(NAME);
  return (await kept.match(request, { ignoreSearch: true })) ?? fetch(request);
}
