function f( {
  return 1 +;
}
class { x: }
const s = "open;
import { a from "b";
