// SPDX-License-Identifier: Apache-2.0

package builder

import (
	"encoding/json"
	"fmt"
)

// Name is the builder's name in the peer's configuration. It is that of Fabric's
// own builder for the same packages: a peer remembers by which builder a package
// was built, and so may change from one to the other.
const Name = "ccaas_builder"

// PeerEnvironment configures a peer to use the builder installed in home, with
// the values in the file config. The file may be written after the peer has
// started, but before the first installation.
func PeerEnvironment(home, config string) ([]string, error) {
	builders, err := json.Marshal([]map[string]any{{
		"name":                 Name,
		"path":                 home,
		"propagateEnvironment": []string{ConfigVariable},
	}})
	if err != nil {
		return nil, fmt.Errorf("describe chaincode builder: %w", err)
	}
	return []string{
		"CORE_CHAINCODE_EXTERNALBUILDERS=" + string(builders), // JSON is YAML
		ConfigVariable + "=" + config,
	}, nil
}
