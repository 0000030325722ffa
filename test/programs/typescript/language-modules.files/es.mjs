export const esm = 'module'; export default () => 'es';
