export { type BuildOptions, ensureImage } from "./build.js";
export { imageOf, MOUNT_POINTS } from "./definition.js";
export { findImage, removeOtherImages, removePartialImages } from "./find.js";
export { buildOwnRedis } from "./own-redis.js";
export { type Image, type ImageDefinition, ImageError, type ImageManifest } from "./types.js";
