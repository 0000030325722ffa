fn main() { std::env::set_var("RUST_BACKTRACE", "1"); None::<u8>.unwrap(); }
