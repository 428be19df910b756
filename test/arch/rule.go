// SPDX-License-Identifier: Apache-2.0

package arch

// Rule is one thing that holds for the whole repository.
type Rule struct {
	Name  string
	Check func(*Repo) []Finding
}

// Rules lists all rules.
func Rules() []Rule {
	return []Rule{
		{"arrows", Arrows},
		{"modules", Modules},
		{"cycles", Cycles},
		{"toplevel", TopLevel},
		{"docs", Docs},
		{"lengths", Lengths},
		{"names", Names},
		{"licence", Licence},
		{"habits", Habits},
		{"gomod", GoMod},
	}
}
