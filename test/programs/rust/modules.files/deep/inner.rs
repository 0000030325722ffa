pub fn name() -> String { format!("{}:{}", file!(), line!()) }
