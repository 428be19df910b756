// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"embed"
	"io/fs"

	"golang.org/x/tools/txtar"
)

//go:embed testdata/*.txtar testdata/parts/*.txtar
var testdata embed.FS

// All reads the stories of this package.
func All() ([]Scenario, error) {
	files, err := fs.Sub(testdata, "testdata")
	if err != nil {
		return nil, err
	}
	return Read(files)
}

// Tell reads a story that somebody else tells, with the parts of this package.
func Tell(name, story string) (Scenario, error) {
	files, err := fs.Sub(testdata, "testdata")
	if err != nil {
		return Scenario{}, err
	}
	parts, err := readLibrary(files)
	if err != nil {
		return Scenario{}, err
	}
	steps, err := parts.steps(name, txtar.Parse([]byte(story)))
	return Scenario{Name: name, Steps: steps}, err
}
