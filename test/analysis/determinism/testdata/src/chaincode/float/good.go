// SPDX-License-Identifier: Apache-2.0

package float

import (
	"encoding/json"
	"math"
)

type Minor int64

func double(m Minor) Minor {
	if m > math.MaxInt64/2 {
		return 0
	}
	return 2 * m
}

func decode(b []byte) (Minor, error) {
	var v struct{ Amount Minor }
	err := json.Unmarshal(b, &v)
	return v.Amount, err
}

func decodeAs[T any](b []byte) (*T, error) {
	v := new(T)
	return v, json.Unmarshal(b, v)
}
