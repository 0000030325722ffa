export { type BuildOptions, ensureImage } from "./build.js";
export { imageOf, MOUNT_POINTS } from "./definition.js";
export { findImage, removeOtherImages, removePartialImages } from "./find.js";
export { stacksOf } from "./layers/definition.js";
export { type InstalledSource, type LookedUp, lookUpInstalled, watchInstalled } from "./layers/installed.js";
export {
  type Added,
  type AddOptions,
  addLayers,
  languagesWithLayers,
  missingLayers,
  type RemoveOptions,
  removeLayers,
  removeOtherLayers,
} from "./layers/manage.js";
export { type LayerManifest, layerFiles, readLayer } from "./layers/store.js";
export { buildOwnRedis } from "./own-redis.js";
export { type Image, type ImageDefinition, ImageError, type ImageManifest } from "./types.js";
