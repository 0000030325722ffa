fn main() { let async_ = 1; println!("{}", async_); let a = [1, 2]; for x in a.into_iter() { let _: &i32 = x; } }
