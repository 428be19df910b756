// SPDX-License-Identifier: Apache-2.0

package encoding

import (
	"encoding/gob"
	"io"

	"github.com/go-json-experiment/json"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

func encode(w io.Writer, m proto.Message) {
	_, _ = proto.Marshal(m)                                      // want `proto.Marshal does not give equal values equal bytes`
	_, _ = proto.MarshalOptions{}.Marshal(m)                     // want `set Deterministic: true`
	_, _ = proto.MarshalOptions{Deterministic: false}.Marshal(m) // want `set Deterministic: true`
	_, _ = json.Marshal(m, json.Deterministic(false))            // want `json.Deterministic\(true\)`
	_, _ = json.Marshal(m)                                       // want `write protocol.Marshal`
	_, _ = protojson.Marshal(m)                                  // want `protojson.Marshal`
	_ = gob.NewEncoder(w).Encode(m)                              // want `gob.NewEncoder`
}
