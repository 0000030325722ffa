async function main() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  console.log(JSON.parse(text));
  for await (const chunk of process.stdin) console.log("never", chunk);
  console.log("a second time there is nothing");
}

main().catch((error) => console.log(error.name, error.message));
