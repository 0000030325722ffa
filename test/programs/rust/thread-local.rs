use std::cell::Cell;
thread_local!(static N: Cell<u32> = Cell::new(5));
fn main() { N.with(|n| n.set(n.get() + 1)); N.with(|n| println!("{}", n.get())); }
