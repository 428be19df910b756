// SPDX-License-Identifier: Apache-2.0

package arch

import (
	"fmt"
	"path"
	"strings"
)

// drawers are names that say nothing about what is inside.
var drawers = map[string]bool{
	"base": true, "common": true, "helper": true, "helpers": true, "misc": true,
	"shared": true, "util": true, "utils": true,
}

// Names checks that no package or folder is a drawer for the rest.
func Names(r *Repo) []Finding {
	var found []Finding
	for _, pkg := range r.Packages {
		for _, f := range pkg.Files {
			name := strings.TrimSuffix(f.Syntax.Name.Name, "_test")
			if drawers[name] {
				found = append(found, Finding{f.Path, r.line(f.Syntax.Name.Pos()), fmt.Sprintf("package %s says nothing: name it after what it holds", name)})
			}
		}
		if base := path.Base(pkg.Dir); drawers[base] {
			found = append(found, Finding{pkg.Dir, 0, fmt.Sprintf("folder %s says nothing: name it after what it holds", base)})
		}
	}
	return found
}
