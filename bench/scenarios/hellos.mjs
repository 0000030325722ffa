import { readFileSync } from "node:fs";
import { post } from "../client.mjs";
import { inRoot } from "../paths.mjs";

/** The hello program of a language, as its definition has it. */
export const helloOf = (language) => {
  const { hello } = JSON.parse(readFileSync(inRoot(`languages/${language}.json`), "utf8"));
  return { language, bare: language, source: hello.source, expected: hello.stdout };
};

const FRAME = `import numpy as np
import pandas as pd

frame = pd.DataFrame({"team": list("abab"), "points": np.arange(4) * 1.5})
print(frame.groupby("team")["points"].sum().to_dict())
`;

/** The packages that are imported ahead, and a little work with them. */
export const numpyHello = {
  ...{ language: "python", bare: "numpy" },
  ...{ source: FRAME, expected: "{'a': 3.0, 'b': 6.0}\n" },
};

/** Waits for its end, as somebody who wants the answer does. */
export const WAIT_PATH = "/v1/executions?wait=60";

export const helloRequest = (url, { language, source }) => post(url, WAIT_PATH, { language, source });
