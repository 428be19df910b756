// SPDX-License-Identifier: Apache-2.0

package analysis

import (
	"errors"
	"fmt"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/consort-finance/consort/test/analysis/determinism"
)

// Finding is one refusal, with its place in the source.
type Finding struct {
	Rule    string
	Place   token.Position // the file name is relative to the judged directory
	Message string
}

// String gives "file:line: message (rule)".
func (f Finding) String() string {
	return fmt.Sprintf("%s:%d: %s (%s)", f.Place.Filename, f.Place.Line, f.Message, f.Rule)
}

// Judge applies the policy to the packages that match the patterns, from dir,
// and returns the findings by file and line.
func Judge(dir string, policy determinism.Policy, patterns ...string) ([]Finding, error) {
	pkgs, err := load(dir, patterns)
	if err != nil {
		return nil, err
	}
	graph, err := checker.Analyze(determinism.Analyzers(policy), pkgs, nil)
	if err != nil {
		return nil, fmt.Errorf("analysis: %w", err)
	}
	var found []Finding
	for _, action := range graph.Roots {
		if action.Err != nil {
			return nil, fmt.Errorf("analysis of %s: %w", action, action.Err)
		}
		found = append(found, findings(dir, action)...)
	}
	slices.SortFunc(found, func(a, b Finding) int { return strings.Compare(a.String(), b.String()) })
	return found, nil
}

// load reads packages with their types; dependencies come from the build cache.
func load(dir string, patterns []string) ([]*packages.Package, error) {
	cfg := &packages.Config{Dir: dir, Mode: packages.LoadSyntax | packages.NeedModule}
	pkgs, err := packages.Load(cfg, patterns...)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", strings.Join(patterns, " "), err)
	}
	if len(pkgs) == 0 {
		return nil, fmt.Errorf("load %s: no package matches", strings.Join(patterns, " "))
	}
	var broken []error
	for _, pkg := range pkgs {
		for _, e := range pkg.Errors {
			broken = append(broken, fmt.Errorf("load %s: %w", pkg.PkgPath, e))
		}
	}
	return pkgs, errors.Join(broken...)
}

func findings(dir string, action *checker.Action) []Finding {
	var found []Finding
	for _, d := range action.Diagnostics {
		place := action.Package.Fset.Position(d.Pos)
		if rel, err := filepath.Rel(dir, place.Filename); err == nil {
			place.Filename = filepath.ToSlash(rel)
		}
		found = append(found, Finding{Rule: action.Analyzer.Name, Place: place, Message: d.Message})
	}
	return found
}
