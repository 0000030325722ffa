extern crate proc_macro;
fn main() { println!("linked"); }
