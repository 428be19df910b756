// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"crypto/rand"
	"fmt"
)

// newReference makes a random UUID (RFC 9562, version 4).
func newReference() string {
	var u [16]byte
	rand.Read(u[:]) // never fails: crypto/rand ends the process instead
	u[6] = u[6]&0x0f | 0x40
	u[8] = u[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}
