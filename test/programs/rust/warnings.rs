fn unused() {}
fn main() { let x = 1; let mut y = 2; println!("{y}"); }
