import { type TNull, type TSchema, type TUnion, Type } from "typebox";

/** This, or null. */
export const nullable = <T extends TSchema>(schema: T): TUnion<[T, TNull]> =>
  Type.Union([schema, Type.Null()]);
