/** Where Piston has its API, and where its hosted service has it. */
export const PISTON_PATH = "/api/v2";
export const HOSTED_PATH = `${PISTON_PATH}/piston`;
