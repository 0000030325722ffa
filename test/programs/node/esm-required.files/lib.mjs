export const name = "a module";
export default function greet() {
  return `hello from ${name}`;
}
