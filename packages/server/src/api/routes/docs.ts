import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { FastifyInstance } from "fastify";
import type { KnownRoute } from "../openapi/collect.js";
import { ProblemError, quote } from "../problem-error.js";

/** File of Swagger UI -> its type. Nothing else of the folder is served. */
const ASSETS: Readonly<Record<string, string>> = {
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "swagger-ui.css": "text/css; charset=utf-8",
  "favicon-32x32.png": "image/png",
};

const START = `window.ui = SwaggerUIBundle({
  url: new URL("openapi.json", document.baseURI.replace(/docs\\/?$/, "")).href,
  dom_id: "#ui",
  deepLinking: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
});
`;

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Neuron API</title>
<link rel="icon" href="docs/favicon-32x32.png">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<noscript>This page needs JavaScript; <a href="openapi.json">openapi.json</a> does not.</noscript>
<div id="ui"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
`;

/** Everything comes from here: a page that is shown inside a closed network works, and tells nobody that it was read. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const open = { access: "public" } as const;

/** The document is made when it is first asked for, and so are the modules loaded that make it. */
export const addDocsRoutes = (app: FastifyInstance, routes: readonly KnownRoute[]): void => {
  let document: Promise<string> | null = null;
  const make = async (): Promise<string> => {
    const { buildDocument } = await import("../openapi/document.js");
    return JSON.stringify(buildDocument(routes));
  };

  app.get("/openapi.json", { config: open }, async (_request, reply) => {
    document ??= make();
    return reply
      .type("application/json")

      .send(await document);
  });

  app.get("/docs", { config: open }, (_request, reply) => {
    reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", POLICY)
      .header("x-content-type-options", "nosniff")
      .header("referrer-policy", "no-referrer")
      .send(PAGE);
  });

  let folder: { readonly path: string; readonly tag: string } | null = null;
  app.get<{ Params: { asset: string } }>("/docs/:asset", { config: open }, async (request, reply) => {
    const { asset } = request.params;
    reply.header("x-content-type-options", "nosniff").header("cache-control", "no-cache");
    if (asset === "") return reply.redirect("../docs", 308);
    if (asset === "start.js") return reply.type("text/javascript; charset=utf-8").send(START);
    const type = Object.hasOwn(ASSETS, asset) ? ASSETS[asset] : undefined;
    if (type === undefined) {
      throw new ProblemError("not_found", { detail: `There is nothing named ${quote(asset)} in /docs.` });
    }
    folder ??= swaggerUi();
    reply.header("etag", folder.tag);
    if (request.headers["if-none-match"] === folder.tag) return reply.code(304).send();
    return reply.type(type).send(createReadStream(join(folder.path, asset)));
  });
};

const swaggerUi = (): { path: string; tag: string } => {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve("swagger-ui-dist/package.json");
  const { version } = require(manifest) as { version: string };
  return { path: dirname(manifest), tag: `"${version}"` };
};
