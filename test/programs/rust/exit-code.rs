fn main() -> Result<(), String> { Err("failed".into()) }
