console.log(
  Intl.DateTimeFormat().resolvedOptions().locale,
  (1234.5).toLocaleString(),
  new Date(0).toLocaleDateString(),
);
console.log(
  process.env.LANG,
  process.env.LC_ALL,
  ["ä", "z"].sort(Intl.Collator().compare),
  "i".toLocaleUpperCase(),
);
console.log(require("child_process").execSync("echo $LANG $LC_ALL").toString());
