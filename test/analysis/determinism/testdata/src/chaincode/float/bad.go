// SPDX-License-Identifier: Apache-2.0

package float

import (
	stdjson "encoding/json"
	"math"
	"strconv"

	"github.com/go-json-experiment/json"
)

type Rate float64 // want `floating point is rounded`

type Line struct {
	Price float32 // want `write an integer of minor units`
}

func literal() int64 {
	return int64(1e9) // want `floating point`
}

func named(r Rate) { // want `floating point`
	_ = r * r // want `floating point`
}

func viaTuple(s string) error {
	_, err := strconv.ParseFloat(s, 64) // want `floating point`
	return err
}

func viaCall(n int) bool {
	return math.Sqrt(4) > 1 // want `floating point`
}

func generic[T int | float64](t T) T { // want `floating point`
	return t
}

func phase() {
	_ = complex(1, 2) // want `floating point`
}

func anyNumber(b []byte) error {
	var v map[string]any
	return stdjson.Unmarshal(b, &v) // want `makes it a float64`
}

func anyStrictNumber(b []byte) error {
	var v any
	return json.Unmarshal(b, &v, json.RejectUnknownMembers(true)) // want `makes it a float64`
}
