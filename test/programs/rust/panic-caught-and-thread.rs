use std::{panic, thread};
fn main() {
    let r = panic::catch_unwind(|| panic!("caught"));
    println!("{}", r.is_err());
    let t = thread::Builder::new().name("worker".into()).spawn(|| { if true { panic!("in thread") } 3 }).unwrap();
    println!("{:?}", t.join().is_err());
}
