import { describe, expect, it } from "vitest";
import { parseCidrs } from "../platform/cidr.js";
import { createAddressPolicy } from "./address-policy.js";
import { checkCallbackUrl } from "./callback-url.js";

const policy = createAddressPolicy([], () => ["93.184.216.34"]);
const opened = createAddressPolicy(parseCidrs("10.1.0.0/16, 127.0.0.1,fd00::/8") ?? []);

const PRIVATE = [
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "100.64.0.1",
  "100.100.100.200",
  "127.0.0.1",
  "127.255.255.254",
  "168.63.129.16",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.192",
  "192.168.1.1",
  "198.18.0.1",
  "203.0.113.7",
  "224.0.0.1",
  "239.255.255.250",
  "255.255.255.255",
  "::",
  "::1",
  "::127.0.0.1",
  "::ffff:127.0.0.1",
  "::ffff:8.8.8.8",
  "::ffff:a9fe:a9fe",
  "::ffff:0:7f00:1",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b::8.8.8.8",
  "64:ff9b:1::a00:1",
  "100::1",
  "2001::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "2002:a9fe:a9fe::1",
  "3fff::1",
  "fc00::1",
  "fd00:ec2::254",
  "fe80::1",
  "fe80::1%lo",
  "fec0::1",
  "ff02::1",
  "localhost",
  "",
  "93.184.216.34",
];

describe("which addresses are allowed", () => {
  it.each(PRIVATE)("refuses %s", (address) => {
    expect(policy.allows(address)).toBe(false);
  });

  it.each([
    "1.1.1.1",
    "8.8.8.8",
    "100.63.0.1",
    "100.128.0.1",
    "172.32.0.1",
    "192.0.1.1",
    "198.20.0.1",
    "223.255.255.1",
  ])("allows %s", (address) => {
    expect(policy.allows(address)).toBe(true);
  });

  it.each(["2606:4700:4700::1111", "2001:4860:4860::8888", "2a00:1450:4001:82a::200e"])(
    "allows %s",
    (address) => {
      expect(policy.allows(address)).toBe(true);
    },
  );

  it("refuses the machine's own addresses as the system has them now", () => {
    expect(createAddressPolicy([]).allows("127.0.0.1")).toBe(false);
    expect(createAddressPolicy([], () => ["1.1.1.1", "2606:4700::1"]).allows("2606:4700::1")).toBe(false);
  });

  it("allows what an operator has opened, and nothing beside it", () => {
    for (const address of ["10.1.2.3", "127.0.0.1", "fd12::1"]) expect(opened.allows(address)).toBe(true);
    for (const address of ["10.2.0.1", "127.0.0.2", "fe80::1", "::1", "169.254.169.254"])
      expect(opened.allows(address)).toBe(false);
  });

  it.each([
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0/8",
    "fe80::1%eth0/64",
    "example.com",
    "10.0.0.0/8/8",
    "::/129",
    "10.0.0.0/-1",
  ])("does not read %s as a block", (text) => {
    expect(parseCidrs(text)).toBeNull();
  });
});

describe("which callback URLs are taken", () => {
  it.each([
    "http://127.0.0.1/",
    "http://127.1/",
    "http://0x7f000001/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://0/",
    "http://127.0.0.1./",
    "http://１２７.０.０.１/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://api.localhost:4000/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[fe80::1]/",
    "https://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1:8080/hook",
    "ftp://example.com/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://user@example.com/",
    "https://user:secret@example.com/",
    "https://example.com:25/",
    "https://example.com:6",
    "//example.com/",
    "example.com/hook",
    "https://",
    "",
    "http://[fe80::1%25eth0]/",
    "http://exa mple.com/",
  ])("refuses %s", (url) => {
    expect(checkCallbackUrl(url, policy)).toHaveProperty("problem");
  });

  it("gives the address as it will be used", () => {
    expect(checkCallbackUrl(" HTTPS://Example.COM:443/a b?q=\\#part", policy)).toEqual({
      url: "https://example.com/a%20b?q=\\",
    });
    expect(checkCallbackUrl("https://bücher.example:8443", policy)).toEqual({
      url: "https://xn--bcher-kva.example:8443/",
    });
  });

  it("takes local ones where the operator has opened loopback", () => {
    expect(checkCallbackUrl("http://localhost:9000/hook", opened)).toEqual({
      url: "http://localhost:9000/hook",
    });
    expect(checkCallbackUrl("http://127.0.0.1:9000/", opened)).toHaveProperty("url");
    expect(checkCallbackUrl("http://[::1]:9000/", opened)).toHaveProperty("problem");
  });
});
