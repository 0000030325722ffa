const number = 1234567.891;
const date = new Date(Date.UTC(2024, 1, 29, 13, 5, 9, 7));
for (const locale of ["en-US", "de-DE", "fr-FR", "hi-IN", "ar-EG", "ja-JP", "xx"]) {
  console.log(locale, number.toLocaleString(locale), date.toLocaleString(locale, { timeZone: "UTC" }));
  console.log(
    date.toLocaleDateString(locale, { timeZone: "Asia/Tokyo", dateStyle: "full" }),
    ["z", "ä", "a", "Z"].sort(new Intl.Collator(locale).compare),
  );
}
console.log(
  number.toLocaleString(),
  date.toLocaleDateString(),
  date.toLocaleTimeString(),
  Intl.DateTimeFormat().resolvedOptions(),
);
console.log(new Intl.NumberFormat("en", { style: "currency", currency: "EUR" }).formatToParts(12.5));
console.log(
  new Intl.NumberFormat("de", { notation: "compact" }).format(1.2e7),
  new Intl.NumberFormat("en", { style: "unit", unit: "liter" }).format(3),
);
console.log(
  new Intl.PluralRules("ru").select(3),
  new Intl.RelativeTimeFormat("es").format(-2, "day"),
  new Intl.ListFormat("nl").format(["a", "b", "c"]),
);
console.log(
  [...new Intl.Segmenter("en", { granularity: "word" }).segment("It's 2 words.")].map(
    ({ segment }) => segment,
  ),
);
console.log(
  new Intl.DisplayNames("it", { type: "region" }).of("CH"),
  Intl.getCanonicalLocales("EN-us"),
  Intl.supportedValuesOf("unit").length > 10,
);
console.log(
  "i".toLocaleUpperCase("tr"),
  "ä".localeCompare("z", "sv"),
  "résumé".localeCompare("resume", "en", { sensitivity: "base" }),
);
console.log(
  123n.toLocaleString("en-IN"),
  [1.5, date].toLocaleString("de", { timeZone: "UTC" }),
  new Intl.Locale("zh-Hant-TW").maximize().toString(),
);
try {
  number.toLocaleString("not a locale");
} catch (error) {
  console.log(error.name, error.message);
}
