export declare const TESTED_LANGUAGES: string;
