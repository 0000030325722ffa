const moment = new Date(1_700_000_000_000);
console.log(
  String(moment),
  moment.toISOString(),
  moment.toString(),
  moment.toLocaleString(),
  moment.getTimezoneOffset(),
);
console.log(
  moment.getHours(),
  moment.getDay(),
  moment.toDateString(),
  moment.toTimeString(),
  JSON.stringify({ moment }),
);
for (const text of [
  "2024-03-10",
  "2024-03-10T02:30:00",
  "2024-03-10T02:30:00Z",
  "Mar 10 2024 02:30",
  "2024-02-30",
  "nonsense",
  "+275760-09-13T00:00:00.000Z",
]) {
  console.log(text, new Date(text).getTime(), String(new Date(text)));
}
console.log(
  new Date(2024, 2, 31, 2, 30).getTime(),
  new Date(2024, 0, 31 + 29).getDate(),
  Date.UTC(1970, 0),
  new Date(99, 0).getFullYear(),
);
console.log(
  new Date(8.64e15 + 1),
  new Date(2020, 5).getTimezoneOffset(),
  new Date(1883, 10, 18, 12).toString(),
  process.env.TZ,
);
console.log(Intl.DateTimeFormat().resolvedOptions().timeZone, Math.abs(Date.now() - new Date()) < 1000);
process.env.TZ = "Asia/Kolkata";
console.log(String(moment), Intl.DateTimeFormat().resolvedOptions().timeZone);
process.env.TZ = "Nowhere/AtAll";
console.log(String(moment));
delete process.env.TZ;
console.log(String(moment));
