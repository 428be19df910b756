// SPDX-License-Identifier: Apache-2.0

// Package demo tells what a consortium can do, on a real network: chapter by chapter, and then the books are checked.
//
// A product adds its own chapter to [Chapters]: a name, a title and a function that answers its steps. The steps are
// carried out in order on a [story.Stage]; when one fails, its chapter ends, and the demonstration has failed. The audit
// of the whole ledger (package audit) comes last, whatever happened.
//
// # Layout
//
//	chapter.go   the chapters there are
//	run.go       telling them
//	result.go    what came of it: for people, for machines
//	printer.go   progress, a line a step
//	story/       what chapters are told with
//	forgery/     proposals that no client writes, for the attacks
//	deposits/    the chapter of cash
package demo
