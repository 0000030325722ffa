import { named } from "./legacy.cjs";
