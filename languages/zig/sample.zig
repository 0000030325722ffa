//! What many programs use of the library is kept parsed.
const std = @import("std");

pub fn main(init: std.process.Init) !void {
    var in_buffer: [4096]u8 = undefined;
    var in = std.Io.File.stdin().readerStreaming(init.io, &in_buffer);
    var out_buffer: [4096]u8 = undefined;
    var out = std.Io.File.stdout().writerStreaming(init.io, &out_buffer);
    const allocator = init.arena.allocator();
    var counts: std.StringHashMap(usize) = .init(allocator);
    while (try in.interface.takeDelimiter('\n')) |line| {
        const count = try counts.getOrPutValue(try allocator.dupe(u8, line), 0);
        count.value_ptr.* += 1;
        try out.interface.print("{s} {d}\n", .{ line, std.fmt.parseInt(i64, line, 10) catch 0 });
    }
    var list: std.ArrayList(f64) = .empty;
    for (try init.minimal.args.toSlice(allocator)) |argument| try list.append(allocator, @floatFromInt(argument.len));
    std.mem.sort(f64, list.items, {}, std.sort.asc(f64));
    try out.interface.flush();
    if (list.items.len == 0) std.debug.print("{any}\n", .{list.items});
}
