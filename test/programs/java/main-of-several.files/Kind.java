enum Kind { A, B }
