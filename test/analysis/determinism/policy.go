// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/token"
	"path"
	"path/filepath"
	"strings"
)

// Policy says where the rules hold.
type Policy struct {
	// Root is the import path of the governed tree; packages outside it are
	// not judged.
	Root string
	// Exempt lists packages below Root, relative to it, that are not judged
	// at all, together with the packages below them.
	Exempt []string
	// Exemptions are the single places where a rule does not hold.
	Exemptions []Exemption
	// Pure lists trees below Root, relative to it, whose functions have no
	// effects, so that a map range may call them.
	Pure []string
	// Exempted, if set, is told of each exemption when it is made use of.
	// Drivers may run rules side by side.
	Exempted func(Exemption)
}

// Exemption is one place where one rule does not hold, and why.
type Exemption struct {
	// Rule is the name of the analyser.
	Rule string
	// Package is relative to the policy's root; * matches one path element.
	Package string
	// File is the base name of the file; empty means every file.
	File string
	// Func is the declared function, "Name" or "Type.Name"; empty means
	// anywhere in the file.
	Func string
	// Reason is why endorsers cannot come to differ here.
	Reason string
}

// relative returns the package's path below the root, and whether it is there.
// The variants that a build list gives a package under test, "p [p.test]", are
// the package itself.
func (p Policy) relative(pkgPath string) (string, bool) {
	pkgPath, _, _ = strings.Cut(pkgPath, " ")
	if pkgPath == p.Root {
		return ".", true
	}
	return strings.CutPrefix(pkgPath, p.Root+"/")
}

// governs reports whether the package is judged. The main package that go test
// generates, "p.test", is nobody's chaincode.
func (p Policy) governs(pkgPath string) bool {
	rel, ok := p.relative(pkgPath)
	return ok && !under(rel, p.Exempt) && !strings.HasSuffix(rel, ".test")
}

// pure reports whether functions of the package have no effects.
func (p Policy) pure(pkgPath string) bool {
	rel, ok := p.relative(pkgPath)
	return ok && under(rel, p.Pure)
}

func under(rel string, trees []string) bool {
	for _, tree := range trees {
		if rel == tree || strings.HasPrefix(rel, tree+"/") {
			return true
		}
	}
	return false
}

// exempts reports whether the policy lets the rule rest at this place.
func (p Policy) exempts(rule, pkgPath string, at token.Position, fn string) bool {
	rel, ok := p.relative(pkgPath)
	if !ok {
		return false
	}
	for _, e := range p.Exemptions {
		if e.covers(rule, rel, filepath.Base(at.Filename), fn) {
			if p.Exempted != nil {
				p.Exempted(e)
			}
			return true
		}
	}
	return false
}

func (e Exemption) covers(rule, rel, file, fn string) bool {
	matched, err := path.Match(e.Package, rel)
	return err == nil && matched && e.Rule == rule &&
		(e.File == "" || e.File == file) &&
		(e.Func == "" || e.Func == fn)
}
