export const JUDGE0_PATH = "/judge0";
