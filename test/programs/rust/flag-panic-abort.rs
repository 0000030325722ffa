fn main() { let r = std::panic::catch_unwind(|| panic!("no way back")); println!("{}", r.is_ok()); }
