require("./not-there-either");
