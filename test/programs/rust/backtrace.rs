#[inline(never)]
fn inner(x: Option<u8>) -> u8 { x.expect("nothing") }
fn main() {
    std::env::set_var("RUST_BACKTRACE", "full");
    println!("{}", inner(None));
}
