import { createClient } from "redis";

/**
 * For tests: everything that the queue counts, counted again from the executions themselves. Gives what does not agree, in
 * words; nothing when all is right.
 */
export async function auditLedger(url: string, prefix: string): Promise<string[]> {
  const redis = await createClient({ url }).connect();
  try {
    const complaints: string[] = [];
    const expect = (what: string, found: unknown, wanted: unknown) => {
      const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
      if (a !== b) complaints.push(`${what} is ${a}, should be ${b}`);
    };
    const keys = (await redis.keys(`${prefix}*`)).map((key) => key.slice(prefix.length));
    const named = (start: string) =>
      keys.filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
    const hash = (key: string) => redis.hGetAll(prefix + key);
    const sorted = async (key: string) => (await redis.zRange(prefix + key, 0, -1)).sort();

    const ids = named("exec:").sort();
    const records: Record<string, string>[] = [];
    for (const id of ids) records.push({ ...(await hash(`exec:${id}`)), id });
    const all = records.filter(({ status }) => status !== undefined);
    const of = (status: string) => all.filter((each) => each.status === status);
    const [queued, running, finished] = [of("queued"), of("running"), of("finished")];
    const line = (each: Record<string, string>) => `${each.tenant}${each.lane ?? ""}`;
    const sum = (list: readonly Record<string, string>[], field: string) =>
      list.reduce((total, each) => total + Number(each[field] ?? 0), 0);

    expect("queued", await sorted("queued"), queued.map(({ id }) => id).sort());
    expect("deadlines", await sorted("deadlines"), queued.map(({ id }) => id).sort());
    expect(
      "heldBytes",
      Number(await redis.get(`${prefix}heldBytes`)),
      sum([...queued, ...running], "jobBytes"),
    );
    const held: string[] = [];
    for (const worker of named("held:")) held.push(...(await redis.hKeys(`${prefix}held:${worker}`)));
    expect("held", held.sort(), running.map(({ id }) => id).sort());
    const depth: Record<string, number> = {};
    for (const each of queued) depth[line(each)] = (depth[line(each)] ?? 0) + 1;
    const counted = Object.entries(await hash("depth")).map(
      ([name, count]) => [name, Number(count)] as const,
    );
    expect("depth", Object.fromEntries(counted.sort()), Object.fromEntries(Object.entries(depth).sort()));
    const entries = [...queued, ...running].filter(({ entry }) => entry !== undefined).length;
    const lengths = await Promise.all(named("stream:").map((name) => redis.xLen(`${prefix}stream:${name}`)));
    expect(
      "entries",
      lengths.reduce((a, b) => a + b, 0),
      entries,
    );

    for (const tenant of new Set(all.map((each) => each.tenant as string))) {
      const state = await hash(`tenant:${tenant}`);
      const number = (field: string) => Number(state[field] ?? 0);
      const own = (list: readonly Record<string, string>[]) => list.filter((each) => each.tenant === tenant);
      const underWay = own([...queued, ...running]);
      expect(`running of ${tenant}`, number("running"), own(running).length);
      expect(`heldBytes of ${tenant}`, number("heldBytes"), sum(underWay, "jobBytes"));
      expect(`reserved of ${tenant}`, number("reserved"), underWay.filter(({ paid }) => paid).length);
      expect(
        `granted to ${tenant}`,
        number("granted"),
        number("credits") + number("reserved") + number("spent"),
      );
      for (const lane of ["", "/batch"]) {
        const charged = sum(
          own(running).filter((each) => (each.lane ?? "") === lane),
          "charged",
        );
        expect(`outstanding${lane} of ${tenant}`, number(`outstanding${lane}`), charged);
        const limit = Number(state.maxRunning ?? Number.POSITIVE_INFINITY);
        const ready = (depth[tenant + lane] ?? 0) > 0 && own(running).length < limit;
        expect(`ready${lane} of ${tenant}`, (await sorted(`ready${lane}`)).includes(tenant), ready);
      }
    }
    const kept = (await redis.zRange(`${prefix}kept`, 0, -1)).map((member) => member.split(" "));
    expect("kept", kept.map(([id]) => id).sort(), finished.map(({ id }) => id).sort());
    const keptBytes = kept.reduce((total, [, bytes]) => total + Number(bytes), 0);
    expect("keptBytes", Number((await redis.get(`${prefix}keptBytes`)) ?? 0), keptBytes);
    const outcomes = Object.values(await hash("outcomes")).reduce((total, count) => total + Number(count), 0);
    expect("outcomes", outcomes, finished.length);
    return complaints;
  } finally {
    redis.destroy();
  }
}
