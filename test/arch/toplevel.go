// SPDX-License-Identifier: Apache-2.0

package arch

import "strings"

// topLevel lists what stands at the top of the repository, dot files aside.
var topLevel = map[string]bool{
	"LICENSE": true, "README.md": true, "chaincode": true, "gateway-client": true,
	"go.mod": true, "go.sum": true, "network": true, "test": true,
}

// TopLevel checks that nothing else stands there.
func TopLevel(r *Repo) []Finding {
	var found []Finding
	for _, name := range r.Top {
		if !topLevel[name] && !strings.HasPrefix(name, ".") {
			found = append(found, Finding{Path: name, Text: "the top level is fixed: move it into chaincode, gateway-client, network or test"})
		}
	}
	return found
}
