// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
)

const writeSequential = "do the work in order, in the transaction's own goroutine"

// spawners start goroutines without a go statement.
var spawners = map[string]bool{
	"sync.WaitGroup.Go":                       true,
	"golang.org/x/sync/errgroup.Group.Go":     true,
	"golang.org/x/sync/errgroup.Group.TryGo":  true,
	"golang.org/x/sync/singleflight.Group.Do": true,
}

// checkConcurrency refuses goroutines and channels: their order is the
// scheduler's, and the peer forgets a transaction whose goroutines outlive it.
func checkConcurrency(in *inspection) {
	in.each(func(at inspector.Cursor) {
		if sin := in.concurrent(at.Node()); sin != "" {
			in.refuse(at, "%s follows the scheduler, which differs on every endorser: %s", sin, writeSequential)
		}
	},
		(*ast.GoStmt)(nil), (*ast.SelectStmt)(nil), (*ast.SendStmt)(nil), (*ast.UnaryExpr)(nil),
		(*ast.RangeStmt)(nil), (*ast.ChanType)(nil), (*ast.CallExpr)(nil))
}

// concurrent names the concurrency in the node, or answers "".
func (in *inspection) concurrent(n ast.Node) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		return "a go statement"
	case *ast.SelectStmt:
		return "a select statement"
	case *ast.SendStmt:
		return "a channel send"
	case *ast.ChanType:
		return "a channel"
	case *ast.UnaryExpr:
		if n.Op == token.ARROW {
			return "a channel receive"
		}
	case *ast.RangeStmt:
		if _, ok := in.TypesInfo.TypeOf(n.X).Underlying().(*types.Chan); ok {
			return "a range over a channel"
		}
	case *ast.CallExpr:
		if name := qualified(in.callee(n)); spawners[name] {
			return "a goroutine started by " + name
		}
	}
	return ""
}
