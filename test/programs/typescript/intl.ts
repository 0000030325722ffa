const n: string = new Intl.NumberFormat("de-DE").format(1234567.89);
console.log(n, new Date(0).toLocaleDateString("en-GB", { timeZone: "UTC" }), "ä".localeCompare("z" as string, "de"));
