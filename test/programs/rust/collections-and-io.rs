use std::collections::{BTreeMap, BinaryHeap, HashMap, VecDeque};
use std::io::{self, BufRead, Write};
fn main() {
    let mut counts = BTreeMap::new();
    for line in io::stdin().lock().lines() {
        for w in line.unwrap().split_whitespace() { *counts.entry(w.to_string()).or_insert(0) += 1; }
    }
    let h: BinaryHeap<_> = counts.iter().map(|(k, v)| (*v, k.clone())).collect();
    let m: HashMap<_, _> = [(1, 2)].into();
    let d: VecDeque<_> = (0..3).collect();
    writeln!(io::stdout(), "{:?} {:?} {:?} {:?}", h.into_sorted_vec(), m, d, 2f64.sqrt()).unwrap();
}
