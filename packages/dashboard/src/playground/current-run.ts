import { computed } from "@preact/signals";
import { parseDiagnostics } from "./diagnostics/parse.js";
import { createRun } from "./run/run.js";
import { opened, work } from "./state.js";

/** The one run of the page: it goes on while the user looks at another view. */
export const run = createRun();

/** Which opened work it runs, or ran. */
let ranFor = -1;
export const noteStart = (): void => {
  ranFor = opened.value;
};

/** Of stderr, where tracebacks are. */
const LAST_CHARACTERS = 16_384;

/** What the last run said of lines, unless another program was opened since. */
export const diagnostics = computed(() => {
  const compile = run.compile.value;
  const finished = run.finished.value;
  if (opened.value !== ranFor || run.status.value === "idle") return [];
  const paths = work.peek().files.map(({ path }) => path);
  const said = compile === null ? "" : `${compile.stderr}\n${compile.stdout}`;
  const failed = finished?.outcome === "runtime_error";
  return parseDiagnostics(failed ? `${said}\n${run.output.tailOf("stderr", LAST_CHARACTERS)}` : said, paths);
});
