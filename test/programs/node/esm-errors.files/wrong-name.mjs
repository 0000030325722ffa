import { nothing } from "./fine.mjs";
