extern "C" { fn getpid() -> i32; fn cos(x: f64) -> f64; }
fn main() { unsafe { println!("{} {}", getpid() > 0, cos(0.0)); } }
