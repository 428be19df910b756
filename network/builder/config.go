// SPDX-License-Identifier: Apache-2.0

package builder

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// ConfigVariable is the environment variable with the values of a peer. The
// peer's core.yaml must list it under propagateEnvironment.
const ConfigVariable = "CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG"

// readConfig returns the values that setting names: a JSON object, or the path
// of a file with one. An empty setting means no values.
func readConfig(setting string) (map[string]any, error) {
	if strings.TrimSpace(setting) == "" {
		return map[string]any{}, nil
	}
	data := []byte(setting)
	if !strings.HasPrefix(strings.TrimSpace(setting), "{") {
		var err error
		if data, err = os.ReadFile(setting); err != nil {
			return nil, fmt.Errorf("read %s: %w", ConfigVariable, err)
		}
	}
	values := map[string]any{}
	if err := json.Unmarshal(data, &values); err != nil {
		return nil, fmt.Errorf("parse %s as a JSON object: %w", ConfigVariable, err)
	}
	return values, nil
}
