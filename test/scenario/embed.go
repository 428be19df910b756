// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"embed"
	"io/fs"
)

//go:embed testdata/*.txtar
var testdata embed.FS

// All reads the stories of this package.
func All() ([]Scenario, error) {
	files, err := fs.Sub(testdata, "testdata")
	if err != nil {
		return nil, err
	}
	return Read(files)
}
