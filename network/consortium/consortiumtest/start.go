// SPDX-License-Identifier: Apache-2.0

package consortiumtest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/network/process"
	"github.com/consort-finance/consort/network/topology"
)

// prefix of the directories, which go on with the number of the test's process.
const prefix = "consort-test-"

// startLimit covers the building of Fabric on a machine that never did.
const startLimit = 10 * time.Minute

// Start runs an isolated small network, or what the options say, and removes it
// when the test ends: no process and no file is left. When the test failed it
// first logs the last lines of every node.
func Start(t testing.TB, options ...func(*consortium.Options)) *consortium.Consortium {
	t.Helper()
	sweep(t)
	dir, err := os.MkdirTemp("", fmt.Sprintf("%s%d-", prefix, os.Getpid()))
	if err != nil {
		t.Fatal(err)
	}
	o := consortium.Options{Dir: dir, Topology: topology.Small(), Progress: func(line string) { t.Log(line) }}
	for _, option := range options {
		option(&o)
	}
	t.Cleanup(func() { remove(t, o.Dir) })
	ctx, cancel := context.WithTimeout(t.Context(), startLimit)
	defer cancel()
	c, err := consortium.Up(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// remove stops the network and deletes its directory, however far Up came.
func remove(t testing.TB, dir string) {
	if c, err := consortium.Open(dir); err == nil {
		if t.Failed() {
			logTails(t, c)
		}
		if err := c.Down(context.Background(), true); err != nil {
			t.Error(err)
		}
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Error(err)
	}
}

func logTails(t testing.TB, c *consortium.Consortium) {
	for _, node := range c.Nodes() {
		t.Logf("last lines of %s:\n%s", node, process.Tail(c.Spec(node).Log, 15))
	}
}

// sweep removes what tests left behind that were killed before their cleanup.
func sweep(t testing.TB) {
	dirs, _ := filepath.Glob(filepath.Join(os.TempDir(), prefix+"*")) // the pattern is well formed
	for _, dir := range dirs {
		number, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(dir), prefix), "-")
		pid, err := strconv.Atoi(number)
		if err == nil && syscall.Kill(pid, 0) == syscall.ESRCH {
			remove(t, dir)
		}
	}
}
