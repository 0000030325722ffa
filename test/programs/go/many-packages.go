package main

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"html/template"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"sort"
	"strings"
	"sync"
	"text/tabwriter"
	"time"
)

var _ = zip.Store
var _ http.Handler
var _ template.HTML
var _ tabwriter.Writer

func main() {
	var wg sync.WaitGroup
	var mu sync.Mutex
	n := 0
	for i := range 10 {
		wg.Add(1)
		go func() { defer wg.Done(); mu.Lock(); n += i; mu.Unlock() }()
	}
	wg.Wait()
	s := bufio.NewScanner(os.Stdin)
	for s.Scan() {
		w := strings.Fields(s.Text())
		sort.Strings(w)
		fmt.Println(w)
	}
	b, _ := json.Marshal(map[string]any{"n": n, "d": time.Second})
	u, _ := url.Parse("http://h/p?q=1")
	fmt.Println(string(b), u.Query(), new(big.Int).Exp(big.NewInt(3), big.NewInt(50), nil), regexp.MustCompile("a+").FindString("xaay"), reflect.TypeOf(mu), fmt.Sprintf("%x", sha256.Sum256(nil))[:8])
}
