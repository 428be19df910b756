// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
)

const writeTime = "take the time as a fact from the transaction (the business date, or the timestamp that the client signed)"

// clocks lists what reads the machine's clock or its time zone, by name.
var clocks = []string{
	"time.Now", "time.Since", "time.Until", "time.Sleep",
	"time.After", "time.AfterFunc", "time.Tick", "time.NewTicker", "time.NewTimer",
	"time.Local", "time.LoadLocation", "time.Time.Local",
	"context.WithTimeout", "context.WithTimeoutCause",
	"context.WithDeadline", "context.WithDeadlineCause",
}

// localTimes return a time in the machine's zone.
var localTimes = []string{"time.Unix", "time.UnixMilli", "time.UnixMicro"}

// checkClocks refuses local clocks and time zones, whether called or passed on
// as a value.
func checkClocks(in *inspection) {
	in.each(func(at inspector.Cursor) {
		name := qualified(in.TypesInfo.Uses[at.Node().(*ast.Ident)])
		switch {
		case slices.Contains(clocks, name):
			in.refuse(at, "%s reads this machine's clock or zone: %s", name, writeTime)
		case slices.Contains(localTimes, name) && !madeUTC(at):
			in.refuse(at, "%s answers in this machine's zone: write %s(…).UTC()", name, name)
		}
	}, (*ast.Ident)(nil))
}

// madeUTC reports whether the function at the cursor is called and its result
// turned to UTC at once, as in time.Unix(s, 0).UTC().
func madeUTC(at inspector.Cursor) bool {
	if _, ok := at.Parent().Node().(*ast.SelectorExpr); ok {
		at = at.Parent()
	}
	call, ok := at.Parent().Node().(*ast.CallExpr)
	if !ok || call.Fun != at.Node() {
		return false
	}
	method, ok := at.Parent().Parent().Node().(*ast.SelectorExpr)
	return ok && method.Sel.Name == "UTC"
}
