import "./styles/index.css";
import { render } from "preact";
import { completeBrowser } from "./service/insecure.js";
import { App } from "./shell/app.js";
import { applyTheme } from "./shell/theme.js";

completeBrowser();
applyTheme();
const root = document.getElementById("app");
if (root === null) throw new Error("The page has no place for its content.");
render(<App />, root);
