/** What tests and benchmarks use: the core languages, and those that have their own way of being fast. */
export const TESTED_LANGUAGES = "core,go,java,lua,perl,php,ruby,rust,typescript,typescript-checked";
