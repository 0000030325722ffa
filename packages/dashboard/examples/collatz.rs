// The number below three million with the longest Collatz chain.
fn main() {
    const LIMIT: usize = 3_000_000;
    let mut lengths = vec![0u32; LIMIT];
    lengths[1] = 1;
    let (mut best, mut longest) = (1, 1);

    for start in 2..LIMIT {
        let (mut n, mut steps) = (start, 0);
        while n >= start {
            n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
            steps += 1;
        }
        lengths[start] = lengths[n] + steps;
        if lengths[start] > longest {
            (best, longest) = (start, lengths[start]);
        }
    }
    println!("{best} takes {longest} numbers to get to 1");
}
