\\ Runs the program that PROGRAM names: gp alone ends with 0 whatever went wrong in it, and goes on with what stands in stdin.
iferr(read(getenv("PROGRAM")), problem, write("/dev/stderr", problem); quit(1));
quit;
