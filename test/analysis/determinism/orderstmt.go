// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/token"
	"go/types"
)

// block judges statements of a map range one by one.
func (l *loop) block(list []ast.Stmt) {
	for _, s := range list {
		l.stmtFree(s)
	}
}

func (l *loop) stmtFree(s ast.Stmt) {
	switch s := s.(type) {
	case nil, *ast.EmptyStmt:
	case *ast.AssignStmt:
		l.assign(s)
	case *ast.IncDecStmt:
		l.reduce(s.X, token.ADD_ASSIGN)
	case *ast.ExprStmt:
		l.call(s.X)
	case *ast.DeclStmt:
		l.declare(s)
	case *ast.BranchStmt:
		l.branch(s)
	case *ast.ReturnStmt:
		l.leave(s)
	default:
		l.compound(s)
	}
}

// compound judges statements that hold others.
func (l *loop) compound(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.BlockStmt:
		l.block(s.List)
	case *ast.IfStmt:
		l.stmtFree(s.Init)
		l.pure(s.Cond)
		l.block(s.Body.List)
		l.stmtFree(s.Else)
	case *ast.CaseClause:
		for _, e := range s.List {
			l.pure(e)
		}
		l.block(s.Body)
	default:
		l.inner++
		l.nested(s)
		l.inner--
	}
}

// nested judges statements that catch break.
func (l *loop) nested(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.ForStmt:
		l.stmtFree(s.Init)
		l.pure(s.Cond)
		l.stmtFree(s.Post)
		l.block(s.Body.List)
	case *ast.RangeStmt:
		if s.Tok == token.ASSIGN {
			l.offend("the last element stays in a variable from outside")
		}
		l.pure(s.X)
		l.block(s.Body.List)
	case *ast.SwitchStmt:
		l.stmtFree(s.Init)
		l.pure(s.Tag)
		l.block(s.Body.List)
	default:
		l.offend("a statement that depends on the order")
	}
}

func (l *loop) declare(s *ast.DeclStmt) {
	for _, spec := range s.Decl.(*ast.GenDecl).Specs {
		if value, ok := spec.(*ast.ValueSpec); ok {
			for _, e := range value.Values {
				l.pure(e)
			}
		}
	}
}

// branch lets continue pass, and the break of a nested statement.
func (l *loop) branch(s *ast.BranchStmt) {
	switch {
	case s.Label != nil:
		l.offend("a jump to a label")
	case s.Tok == token.BREAK && l.inner == 0:
		l.exit("break")
	case s.Tok == token.GOTO:
		l.offend("a jump")
	}
}

// leave lets a return pass if its results do not depend on the iteration.
func (l *loop) leave(s *ast.ReturnStmt) {
	text := "return"
	for _, e := range s.Results {
		text += " " + types.ExprString(e)
		l.pure(e)
		if l.mentionsLoop(e) {
			l.offend("it returns what the first match happens to be")
		}
	}
	l.exit(text)
}

func (l *loop) mentionsLoop(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && l.within(l.TypesInfo.Uses[id]) {
			found = true
		}
		return !found
	})
	return found
}
