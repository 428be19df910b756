// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"time"
)

// newReference makes a UUID that begins with the time (RFC 9562, version 7). Peers look every new reference up, in vain, and
// find out that it is new where they keep those of the last moments, and not anywhere among all that there ever were.
func newReference() string {
	var u [16]byte
	binary.BigEndian.PutUint64(u[:], uint64(time.Now().UnixMilli())<<16)
	rand.Read(u[6:]) // never fails: crypto/rand ends the process instead
	u[6] = u[6]&0x0f | 0x70
	u[8] = u[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}
