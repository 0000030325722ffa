class InvoiceError extends Error {
  name = "InvoiceError";
  constructor(message, details) {
    super(message);
    Object.assign(this, details);
  }
}

function check(invoice) {
  if (!invoice.paid)
    throw new InvoiceError("not paid", {
      code: "E_PAID",
      invoice,
      lines: [1, 2],
      nested: new Map([[1, {}]]),
    });
}

process.on("exit", (code) => console.log("exit", code, process.exitCode));
console.log("before");
check({ number: 7, paid: false });
