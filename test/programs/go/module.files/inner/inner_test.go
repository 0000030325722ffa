package inner

import "testing"

func TestName(t *testing.T) {}
