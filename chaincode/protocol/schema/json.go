// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"fmt"

	"github.com/go-json-experiment/json"
)

// plain is a Schema without its methods.
type plain Schema

// closed is a Schema that refuses other members.
type closed struct {
	plain
	AdditionalProperties bool `json:"additionalProperties"`
}

// MarshalJSON writes the schema; the same schema always makes the same bytes.
func (s Schema) MarshalJSON() ([]byte, error) {
	var form any = plain(s)
	if s.Closed {
		form = closed{plain: plain(s)}
	}
	content, err := json.Marshal(form, json.Deterministic(true))
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	return content, nil
}
