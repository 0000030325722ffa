export const late: number = await Promise.resolve(1);
