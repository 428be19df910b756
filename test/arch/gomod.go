// SPDX-License-Identifier: Apache-2.0

package arch

import (
	"fmt"

	"golang.org/x/mod/modfile"
)

// heavy are the servers of Fabric. Their dependencies fight with ours, so they
// are pinned by modules of their own below network.
var heavy = map[string]bool{
	"github.com/hyperledger/fabric":    true,
	"github.com/hyperledger/fabric-ca": true,
}

// GoMod checks that our module requires neither, directly or through others.
func GoMod(r *Repo) []Finding {
	mod, err := modfile.Parse("go.mod", r.GoMod, nil)
	if err != nil {
		return []Finding{{Path: "go.mod", Text: err.Error()}}
	}
	var found []Finding
	if mod.Module == nil || mod.Module.Mod.Path != Module {
		found = append(found, Finding{Path: "go.mod", Text: "the module is not " + Module})
	}
	for _, req := range mod.Require {
		if heavy[req.Mod.Path] {
			found = append(found, Finding{"go.mod", req.Syntax.Start.Line, fmt.Sprintf("require %s belongs into a module of its own below network", req.Mod.Path)})
		}
	}
	return found
}
