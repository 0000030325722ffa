import { findChosenImage } from "./compose.js";
import { readConfig } from "./platform/config.js";

/** Root file system of the image that tests run in. Set-up builds it; a test must not. */
export const testRootfs = (): string => {
  const config = readConfig({ env: process.env });
  const image = findChosenImage(config);
  if (!image) throw new Error(`There is no image in ${config.imagesDir}: run npm start or npm test once.`);
  return image.rootfs;
};
